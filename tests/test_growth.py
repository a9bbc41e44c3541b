"""What the tests of growth rely on: noise passes, work that grows too fast does not."""

from __future__ import annotations

from itertools import count

import pytest

from growth import assert_growth, seconds


def linear(size: int) -> float:
    return size / 1000


def test_work_in_proportion_passes_though_a_busy_machine_slows_most_runs() -> None:
    runs = count()

    def noisy(size: int) -> float:
        return linear(size) * (1 if next(runs) % 7 == 6 else 5)

    assert_growth(noisy, 10, 80, most=16)


def test_squares_fail_however_busy_the_machine_is() -> None:
    runs = count()

    def noisy(size: int) -> float:
        return size * linear(size) * (1 + next(runs) % 4)

    with pytest.raises(AssertionError, match=r"0\.1000 s for 10, 6\.4000 s for 80: 64\.0 times, not 24"):
        assert_growth(noisy, 10, 80, most=24)


def test_real_work_that_grows_with_the_square_is_told_from_work_in_proportion() -> None:
    def squares(size: int) -> float:
        return seconds(lambda: [sum(range(size)) for _ in range(size)])

    def plain(size: int) -> float:
        return seconds(lambda: [sum(range(100)) for _ in range(size)])

    assert_growth(plain, 2_000, 16_000, most=24)
    with pytest.raises(AssertionError):
        assert_growth(squares, 200, 1_600, most=24, least=0.0001)


def test_what_takes_no_time_is_taken_for_the_least() -> None:
    assert_growth(lambda size: 0.0001 * size, 1, 100, most=8, least=0.002)
