import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.web.figures import COLUMN, COUNTY, FLOOR, LEAST, TALLEST, TOP, hexagons, mark_shape, river_shape

Stages = some.lists(some.integers(0, 5000), min_size=2, max_size=6)


def test_the_river_of_the_prototype():
    drawn = river_shape([48, 31, 12, 5])
    assert [block.height for block in drawn.blocks] == [140.0, 90.4, 35.0, 14.6]
    assert [arm.count for arm in drawn.arms] == [17, 19, 7]
    assert drawn.width == 4 * COLUMN


@given(Stages)
def test_what_reaches_a_stage_goes_on_or_falls_away(counts):
    drawn = river_shape(counts)
    bands = {band.stage: band.height for band in drawn.bands}
    arms = {int(arm.x // COLUMN) + 1: arm.height for arm in drawn.arms}
    for block in drawn.blocks[:-1]:
        if block.stage < len(counts):
            assert abs(block.height - bands.get(block.stage, 0) - arms.get(block.stage, 0)) < 0.2
    assert sum(arm.count for arm in drawn.arms) == sum(max(0, a - b) for a, b in itertools.pairwise(counts))


@given(Stages)
def test_what_is_there_can_be_seen_and_stays_inside(counts):
    drawn = river_shape(counts)
    assert [block.stage for block in drawn.blocks] == [n for n, count in enumerate(counts, 1) if count]
    for block in drawn.blocks:
        assert block.height >= LEAST
        assert block.y + block.height <= TOP + TALLEST + 2 * LEAST
        assert block.x + block.width <= drawn.width
    for path in [*(band.path for band in drawn.bands), *(arm.path for arm in drawn.arms)]:
        assert max(float(number) for number in re.findall(r"\d+\.?\d*", path)) <= max(drawn.width, drawn.height)
    assert all(arm.y <= TOP + TALLEST + FLOOR + 2 for arm in drawn.arms)


def test_a_river_without_water_is_empty():
    assert river_shape([0, 0, 0, 0]).is_empty
    assert not river_shape([1, 0, 0, 0]).is_empty


def test_several_pilots_of_one_request_take_nothing_away():
    drawn = river_shape([2, 4])
    assert drawn.arms == []
    assert [block.height for block in drawn.blocks] == [70.0, 140.0]


def county(**counts):
    return hexagons([{"slug": slug, "name": slug, "count": count} for slug, count in counts.items()])


def test_every_municipality_has_a_place_of_its_own():
    cells = county(**dict.fromkeys(COUNTY, 1))
    assert {cell.place for cell in cells} == {f"p{number}" for number in range(1, 13)}
    assert [cell.name for cell in cells] == sorted(COUNTY)


def test_a_slug_may_say_that_it_is_a_municipality():
    assert hexagons([{"slug": "hallsbergs-kommun", "name": "Hallsberg", "count": 1}])[0].place == "p12"
    assert hexagons([{"slug": "motala", "name": "Motala", "count": 1}])[0].place == "p0"


def test_shades_go_from_few_to_many_and_leave_out_those_who_do_not_take_part():
    shades = {cell.name: cell.shade for cell in county(kumla=0, nora=1, laxa=7, orebro=14, hallsberg=None)}
    assert shades == {"kumla": "b1", "nora": "b1", "laxa": "b3", "orebro": "b5", "hallsberg": "b0"}
    assert {cell.shade for cell in county(kumla=0, nora=0)} == {"b1"}


@pytest.mark.parametrize("points", mark_shape())
def test_the_mark_is_twelve_hexagons_inside_its_box(points):
    corners = [tuple(map(float, corner.split(","))) for corner in points.split()]
    assert len(mark_shape()) == 12
    assert len(corners) == 6
    assert all(0 <= x <= 44 and 0 <= y <= 44 for x, y in corners)
