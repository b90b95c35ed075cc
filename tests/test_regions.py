"""What a region's name alone says."""

from __future__ import annotations

import datetime

import pytest

from toolkit import regions
from toolkit.errors import ToolkitError
from toolkit.pack.pack import Pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return Pack()


@pytest.mark.parametrize(
    ("region", "level"),
    [("金山区", "区"), ("桐庐县", "县"), ("平湖市", "市"), ("区", ""), ("金山", ""), ("", "")],
)
def test_the_level_is_what_a_name_ends_in(pack: Pack, region: str, level: str) -> None:
    assert regions.level_of(region, pack) == level


def test_a_name_says_place_level_and_nothing_else(pack: Pack) -> None:
    known = regions.known_of("桐庐县", 2025, pack)
    assert known == {"region": "桐庐县", "organ.place": "桐庐县", "organ.level": "县", "year": 2025}


def test_what_is_no_region_is_refused_with_the_nearest_one(pack: Pack) -> None:
    with pytest.raises(ToolkitError, match="金山镇") as caught:
        regions.known_of("金山镇", 2025, pack)
    assert "金山区" in caught.value.hint


@pytest.mark.parametrize("region", regions.sample_regions())
def test_a_bundled_brief_s_year_is_told_without_reading_all_of_it(region: str) -> None:
    path = regions.sample_path(region)
    assert path is not None
    assert 2000 < regions.sample_year(path) < 2100


@pytest.mark.parametrize(("month", "year"), [(1, 2024), (3, 2024), (4, 2025), (12, 2025)])
def test_until_the_end_of_march_a_report_reviews_last_year(month: int, year: int) -> None:
    assert regions.review_year(datetime.date(2025, month, 28)) == year
