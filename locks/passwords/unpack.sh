#!/bin/sh
# The passwords that are guessed first into the file $1, one to a line and in lower case: out of the
# npm registry by the lock file beside this. Shorter ones than ten letters are refused anyway.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$made/"
cd "$made"
npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
node --input-type=module -e '
import { dictionary } from "@zxcvbn-ts/language-common";
const long = dictionary["passwords-common"].filter((word) => word.length >= 10);
const words = new Set(long.map((word) => word.toLowerCase()));
process.stdout.write([...words].sort().join("\n") + "\n");
' > list
mv list "$into"
