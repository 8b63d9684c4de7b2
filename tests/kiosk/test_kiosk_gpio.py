"""Pins: the structs are the kernel's, and its events are read as it writes them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk_client.agent import gpio
from kiosk_client.agent.gpio import GpioOutput, GpioPort, line_handle, line_request
from kiosk_client.agent.switch import Edge
from tests.kiosk.wires import line_event

HEADER = Path("/usr/include/linux/gpio.h")

# What the kernel's own header says of every number that gpio.py carries.
ASKS = {
    "sizeof(struct gpio_v2_line_request)": gpio.REQUEST.size,
    "sizeof(struct gpio_v2_line_config)": gpio.CONFIG.size,
    "sizeof(struct gpio_v2_line_config_attribute)": gpio.ATTRIBUTE.size,
    "sizeof(struct gpio_v2_line_values)": gpio.VALUES.size,
    "sizeof(struct gpio_v2_line_event)": gpio.EVENT.size,
    "GPIO_V2_GET_LINE_IOCTL": gpio.GET_LINE,
    "GPIO_V2_LINE_GET_VALUES_IOCTL": gpio.GET_VALUES,
    "GPIO_V2_LINE_SET_VALUES_IOCTL": gpio.SET_VALUES,
    "GPIO_V2_LINE_FLAG_ACTIVE_LOW": gpio.ACTIVE_LOW,
    "GPIO_V2_LINE_FLAG_INPUT": gpio.INPUT,
    "GPIO_V2_LINE_FLAG_OUTPUT": gpio.OUTPUT,
    "GPIO_V2_LINE_FLAG_EDGE_RISING": gpio.EDGE_RISING,
    "GPIO_V2_LINE_FLAG_EDGE_FALLING": gpio.EDGE_FALLING,
    "GPIO_V2_LINE_FLAG_BIAS_PULL_UP": gpio.PULL_UP,
    "GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN": gpio.PULL_DOWN,
    "GPIO_V2_LINE_ATTR_ID_DEBOUNCE": gpio.DEBOUNCE,
    "GPIO_V2_LINE_EVENT_RISING_EDGE": gpio.RISING,
}

# Reads a request from its input as C sees it, answers it as the kernel does, and writes an event.
READER = """
#include <linux/gpio.h>
#include <stdio.h>
int main(void) {
    struct gpio_v2_line_request r;
    if (fread(&r, sizeof r, 1, stdin) != 1) return 1;
    fprintf(stderr, "%u %s %llu %u %u %u %llu %u %u\\n", r.offsets[0], r.consumer,
        (unsigned long long)r.config.flags, r.config.num_attrs, r.config.attrs[0].attr.id,
        r.config.attrs[0].attr.debounce_period_us, (unsigned long long)r.config.attrs[0].mask,
        r.num_lines, r.event_buffer_size);
    r.fd = 42;
    fwrite(&r, sizeof r, 1, stdout);
    struct gpio_v2_line_event e = {.timestamp_ns = 1500000000ULL, .id = 2, .offset = 17,
        .seqno = 8, .line_seqno = 7};
    fwrite(&e, sizeof e, 1, stdout);
    return 0;
}
"""

needs_c = pytest.mark.skipif(
    not HEADER.exists() or shutil.which("cc") is None,
    reason="NO C COMPILER OR KERNEL HEADERS HERE: the pins' structs are not held against them",
)


def compiled(folder: Path, source: str) -> str:
    (folder / "ask.c").write_text(source)
    subprocess.run(["cc", "-o", folder / "ask", folder / "ask.c"], check=True)
    return str(folder / "ask")


@needs_c
def test_every_number_is_the_kernels(tmp_path: Path) -> None:
    prints = "".join(f'printf("%llu\\n", (unsigned long long)({name}));' for name in ASKS)
    source = f"#include <linux/gpio.h>\n#include <stdio.h>\nint main(void){{{prints}}}"
    told = subprocess.run([compiled(tmp_path, source)], capture_output=True, check=True)
    assert dict(zip(ASKS, map(int, told.stdout.split()), strict=True)) == ASKS


@needs_c
def test_a_request_is_read_by_c_as_it_was_meant(tmp_path: Path) -> None:
    request = GpioPort("/dev/gpiochip0", 17, low=True).request()
    program = compiled(tmp_path, READER)
    told = subprocess.run([program], input=bytes(request), capture_output=True, check=True)
    flags = gpio.INPUT | gpio.EDGE_RISING | gpio.EDGE_FALLING | gpio.ACTIVE_LOW | gpio.PULL_UP
    expected = f"17 watchbell {flags} 1 {gpio.DEBOUNCE} {gpio.DEBOUNCE_US} 1 1 {gpio.EVENTS_MAX}"
    assert told.stderr.decode().strip() == expected
    assert line_handle(told.stdout[: gpio.REQUEST.size]) == 42
    assert events(told.stdout[gpio.REQUEST.size :]) == [Edge(False, 1.5)]


def events(data: bytes) -> list[Edge]:
    """What a port makes of these bytes out of a real handle."""
    reader, writer = os.pipe2(os.O_NONBLOCK)
    try:
        os.write(writer, data)
        return GpioPort("/dev/gpiochip0", 17).read(reader)
    finally:
        os.close(reader)
        os.close(writer)


def test_rising_is_down_and_falling_is_up_by_the_kernels_own_clock() -> None:
    data = line_event(True, 1, 10.25) + line_event(False, 2, 11.5)
    assert events(data) == [Edge(True, 10.25), Edge(False, 11.5)]


def test_edges_that_the_kernel_had_no_room_for_are_made_up_so_that_no_touch_is_lost() -> None:
    """Up, (down and up were dropped), up: there was a touch between."""
    data = line_event(False, 1, 10) + line_event(False, 4, 20)
    assert events(data) == [Edge(False, 10), Edge(True, 20), Edge(False, 20)]


def test_the_count_of_edges_goes_round() -> None:
    data = line_event(True, 0xFFFFFFFF, 10) + line_event(False, 0, 20)
    assert events(data) == [Edge(True, 10), Edge(False, 20)]


def test_half_an_event_is_no_line_of_the_kernel() -> None:
    with pytest.raises(OSError, match="No such device"):
        events(line_event(True, 1, 1)[:-1])


def test_nothing_yet_is_not_the_end() -> None:
    reader, writer = os.pipe2(os.O_NONBLOCK)
    with pytest.raises(BlockingIOError):
        GpioPort("/dev/gpiochip0", 17).read(reader)
    os.close(writer)
    with pytest.raises(OSError, match="No such device"):
        GpioPort("/dev/gpiochip0", 17).read(reader)
    os.close(reader)


def test_a_chip_that_is_missing_is_said(tmp_path: Path) -> None:
    for use in (
        GpioPort(str(tmp_path / "chip"), 1).open,
        lambda: GpioOutput(str(tmp_path / "chip"), 1, low=False).set(True),
    ):
        with pytest.raises(OSError, match="No such file"):
            use()


def test_an_output_asks_for_no_edges() -> None:
    flags = gpio.CONFIG.unpack(gpio.REQUEST.unpack(line_request(4, gpio.OUTPUT))[2])
    assert flags[:2] == (gpio.OUTPUT, 0)


SIM = Path("/sys/kernel/config/gpio-sim")


@pytest.mark.skipif(
    not SIM.exists() or not os.access(SIM, os.W_OK),
    reason="NO gpio-sim HERE: no pin of a real kernel is read or switched; "
    "the structs are held against the kernel's header instead",
)
def test_a_pin_of_the_kernel_is_read_and_switched() -> None:
    device = SIM / f"watchbell{os.getpid()}"
    bank = device / "bank"
    bank.mkdir(parents=True)
    (bank / "num_lines").write_text("4")
    try:
        (device / "live").write_text("1")
        chip = f"/dev/{(bank / 'chip_name').read_text().strip()}"
        lines = Path("/sys/devices/platform") / (device / "dev_name").read_text().strip()
        lines = lines / (bank / "chip_name").read_text().strip()
        port = GpioPort(chip, 2)
        handle = port.open()
        assert not port.is_down(handle)
        (lines / "sim_gpio2" / "pull").write_text("pull-up")
        os.set_blocking(handle, True)
        assert [edge.down for edge in port.read(handle)] == [True]
        assert port.is_down(handle)
        os.close(handle)
        output = GpioOutput(chip, 3, low=False)
        for on in (True, False):
            output.set(on)
            assert (lines / "sim_gpio3" / "value").read_text().strip() == str(int(on))
        output.close()
    finally:
        (device / "live").write_text("0")
        bank.rmdir()
        device.rmdir()
