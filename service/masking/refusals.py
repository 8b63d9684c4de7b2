"""Why a recording is not masked: a person then looks alone, or marks stills by hand."""

from service.core.problem import Fault, Problem


class CameraMoved(Problem):
    """The camera moved in this time: what stands still can no longer be told from what moves."""

    code = "masking.camera_moved"


class LightJumped(Problem):
    """The light jumped in this time: everything looks changed, so nobody can be told apart."""

    code = "masking.light_jumped"


class SceneUnfit(Problem):
    """There is no picture of this place without anybody in it to hold others against."""

    code = "masking.scene_unfit"


class PictureChanged(Problem):
    """The pictures of this time are not of one size."""

    code = "masking.picture_changed"


class TooManyPixels(Problem):
    """Pictures as large as these are not masked."""

    code = "masking.too_many_pixels"


class NoPictures(Problem):
    """The recording has no picture of this time."""

    code = "masking.nothing_there"


class NotANewFile(Problem):
    """What is masked is written into a new file; nothing is ever written over."""

    code = "masking.not_a_new_file"
    fault = Fault.CONFLICT
