from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsroom.models import Topic
from portal.prepared import Prepared, filled
from tests.making import make_person, make_topic

pytestmark = pytest.mark.django_db


def by_name_and_ids():
    return Prepared(
        lambda *, name, ids, most=9: Topic.objects.filter(name=name, pk__in=ids).values_list(
            "pk", "names"
        )[:most],
        name=str,
        ids=list,
    )


def test_every_use_has_its_own_values():
    ports, lines = make_topic(name="Ports", names={"zh": "港口"}), make_topic(name="Lines")
    query = by_name_and_ids()
    ids = [ports.pk, lines.pk]
    assert query.rows(name="Ports", ids=ids) == [(ports.pk, {"zh": "港口"})]
    assert query.rows(name="Lines", ids=ids) == [(lines.pk, {})]
    assert query.rows(name="Lines", ids=[ports.pk]) == []


@pytest.mark.parametrize("count", [0, 1, 4, 5, 40])
def test_a_list_may_have_any_length(count):
    made = [make_topic(Topic.Kind.PLACE, f"Place {number}") for number in range(count)]
    query = Prepared(
        lambda *, ids: Topic.objects.filter(pk__in=ids).order_by("pk").values_list("pk"), ids=list
    )
    assert query.rows(ids=[each.pk for each in made]) == [(each.pk,) for each in made]


def test_what_is_no_value_shapes_the_query():
    one, other = make_topic(name="One"), make_topic(name="Other")
    query = Prepared(
        lambda *, ids, most: (
            Topic.objects.filter(pk__in=ids).order_by("pk").values_list("pk")[:most]
        ),
        ids=list,
    )
    ids = [one.pk, other.pk]
    assert query.rows(ids=ids, most=1) == [(one.pk,)]
    assert query.rows(ids=ids, most=2) == [(one.pk,), (other.pk,)]


def test_moments_come_and_go_as_datetimes():
    person = make_person(created_at=datetime(2026, 5, 9, 10, 42, tzinfo=UTC))
    make_person(created_at=datetime(2026, 5, 10, tzinfo=UTC))
    from newsroom.models import Person

    query = Prepared(
        lambda *, moment: Person.objects.filter(created_at__lt=moment).values_list("created_at"),
        moment=datetime,
    )
    assert query.rows(moment=datetime(2026, 5, 9, 23, tzinfo=UTC)) == [(person.created_at,)]


def test_value_that_the_query_never_uses_is_a_mistake():
    query = Prepared(lambda *, name, extra: Topic.objects.filter(name=name).values_list("pk"),
                     name=str, extra=int)  # fmt: skip
    with pytest.raises(ValueError, match="never uses extra"):
        query.rows(name="Ports", extra=3)


def test_ids_are_filled_up_without_adding_any():
    assert filled([7, 8, 7, 9]) == [7, 8, 9, 9]
    assert len(filled(range(100, 105))) == 8
