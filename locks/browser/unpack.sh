#!/bin/sh
# A browser in the folder $1 for an ordinary user: Chromium with the libraries it needs, and a font
# with Chinese letters, both out of the npm registry by the lock file beside this. $1/chromium runs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=$1
made=$into.new

rm -rf "$made"
mkdir -p "$made/parts" "$made/fonts"
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$made/"
cd "$made"
npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
# The package unpacks the libraries only where it believes to run on the system they were built for.
AWS_EXECUTION_ENV=AWS_Lambda_nodejs20.x TMPDIR=$made/parts node --input-type=module \
    -e 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();'
for weight in 400Regular 700Bold; do
    mv "node_modules/@expo-google-fonts/noto-sans-sc/$weight"/*.ttf fonts/
done
rm -rf node_modules package.json package-lock.json .npmrc

cat > fonts.conf <<'END'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir prefix="relative">parts/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
END
cat > chromium <<'END'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/parts/al2023/lib:$here/parts" FONTCONFIG_FILE="$here/fonts.conf"
export XDG_CACHE_HOME="$here/cache"
exec "$here/parts/chromium" "$@"
END
chmod +x chromium
./chromium --version >&2

cd /
rm -rf "$into"
mv "$made" "$into"
