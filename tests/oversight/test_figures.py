"""The figures as values, without a database."""

from datetime import date
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from app.oversight.csv import as_csv
from app.oversight.figures import County, EqualTerms, Measure, Municipality, River
from app.oversight.findings import of_county, of_river

TODAY = date(2026, 11, 23)
numbers = st.integers(0, 500)


def a_river(counts):
    return River(*sorted(counts, reverse=True))


@settings(max_examples=50, deadline=None)
@given(st.lists(numbers, min_size=4, max_size=4))
def test_what_went_on_is_the_next_stage_as_a_part_of_this_one(counts):
    river = a_river(counts)
    for n, share in enumerate(river.went_on):
        if river.stages[n] == 0:
            assert share is None
        else:
            assert (
                share * river.stages[n] == river.stages[n + 1]
                or abs(share * river.stages[n] - river.stages[n + 1]) < 1e-9
            )


@settings(max_examples=50, deadline=None)
@given(st.lists(numbers, min_size=4, max_size=4))
def test_the_finding_names_the_largest_loss(counts):
    river = a_river(counts)
    finding = of_river(river)
    losses = [river.stages[n] - river.stages[n + 1] for n in range(3)]
    if max(losses):
        assert finding.values["lost"] == max(losses)
        assert finding.values["whole"] == river.stages[losses.index(max(losses))]
    else:
        assert not finding.values


def a_municipality(name, needs, *, takes_part=True, population=10_000, latest=None):
    return Municipality(uuid4(), name.lower(), name, takes_part, population, needs, latest)


def test_a_municipality_says_its_number_its_rate_and_its_days():
    kumla = a_municipality("Kumla", 4, population=20_000, latest=date(2026, 11, 3))
    assert [kumla.value(measure, TODAY) for measure in Measure] == [4, 2.0, 20]


def test_one_without_needs_has_no_days_and_one_outside_has_no_numbers():
    assert a_municipality("Nora", 0).value(Measure.days, TODAY) is None
    assert a_municipality("Nora", 0).value(Measure.number, TODAY) == 0
    assert a_municipality("Laxå", 3, takes_part=False).value(Measure.number, TODAY) is None


def test_the_county_says_who_has_most():
    county = County((a_municipality("Kumla", 2), a_municipality("Nora", 2), a_municipality("Laxå", 1)))
    assert of_county(county, Measure.number, TODAY).values == {"names": "Kumla, Nora", "value": 2}
    assert [each.name for each in county.most] == ["Kumla", "Nora"]


def test_an_empty_county_says_so():
    county = County((a_municipality("Kumla", 0),))
    assert of_county(county, Measure.number, TODAY).text == "No municipality has a need yet"
    assert [each.name for each in county.without_needs] == ["Kumla"]


def test_a_share_of_too_few_pilots_is_not_shown():
    assert EqualTerms(pilots=4, most_pilots_of_one_company=4).largest_share_of_pilots is None
    assert EqualTerms(pilots=5, most_pilots_of_one_company=2).largest_share_of_pilots == 0.4


def test_a_file_for_spreadsheets_runs_nothing():
    text = as_csv(["A", "B"], [["=1+1", 1.5], ["@x", None], ["plain", TODAY]])
    assert text == "\ufeffA;B\r\n'=1+1;1,5\r\n'@x;\r\nplain;2026-11-23\r\n"
    assert as_csv(["A"], [[1.5]], comma=False) == "\ufeffA\r\n1.5\r\n"
