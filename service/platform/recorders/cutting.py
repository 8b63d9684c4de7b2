"""A piece out of a long file, put anew as it stands: from a keyframe on, nothing decoded."""

from pathlib import Path

import av

from service.platform.recorders import GapWhy, NotFetched
from service.platform.recorders.taking import OPENING, room


def cut(source: Path, file: Path, from_s: float, to_s: float, bytes_most: int) -> float:
    """Write what lies between two seconds of a file into another; the second at which it begins.

    It begins at the keyframe before. Raises NotFetched.
    """
    try:
        with (
            av.open(f"file:{source}", options=OPENING) as given,
            av.open(str(file), "w", format="matroska") as out,
        ):
            stream = given.streams.video[0]
            to = out.add_stream_from_template(stream, opaque=True)
            tick_s, zero = float(stream.time_base or 0), stream.start_time or 0
            given.seek(zero + int(from_s / tick_s), stream=stream)
            begins_s, base, size = None, 0, 0
            for packet in given.demux(stream):
                if packet.pts is None or packet.dts is None:
                    continue
                at_s = (packet.pts - zero) * tick_s
                if begins_s is None:
                    if not packet.is_keyframe:
                        continue
                    begins_s, base = at_s, packet.dts
                if (packet.dts - zero) * tick_s >= to_s:
                    break
                size += packet.size
                if size > bytes_most:
                    raise NotFetched(GapWhy.TOO_LARGE)
                packet.pts, packet.dts, packet.stream = packet.pts - base, packet.dts - base, to
                out.mux(packet)
    except (av.error.FFmpegError, ValueError, IndexError, ZeroDivisionError) as error:
        gone = isinstance(error, FileNotFoundError)
        raise NotFetched(GapWhy.NOT_RECORDED if gone else GapWhy.UNREADABLE) from error
    except OSError as error:
        raise NotFetched(room(error)) from error
    if begins_s is None or begins_s >= to_s:
        raise NotFetched(GapWhy.NOT_RECORDED)
    return begins_s
