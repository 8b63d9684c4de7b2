"""Short recordings, encoded once for all tests."""

import io
from functools import lru_cache

import av
import numpy as np
from av.video.stream import VideoStream


@lru_cache(maxsize=8)
def clip(length_s: int = 4, *, fps: int = 5, kind: str = "mp4") -> bytes:
    """A small moving picture as a file of this kind."""
    out = io.BytesIO()
    with av.open(out, "w", format={"mkv": "matroska", "ts": "mpegts"}.get(kind, kind)) as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.gop_size = fps
        for number in range(length_s * fps):
            picture = np.full((48, 64, 3), number * 9 % 255, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
        container.mux(stream.encode(None))
    return out.getvalue()
