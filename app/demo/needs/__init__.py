"""What the fifteen needs of domain.md 8.2 say, by their number there."""

from app.demo.needs import askersund_ljusnarsberg as west
from app.demo.needs import degerfors_hallsberg as south
from app.demo.needs import karlskoga, orebro
from app.demo.words import Said

TEXTS: dict[int, Said] = {
    1: orebro.NIGHTS,
    2: karlskoga.FALLS,
    3: west.MEDICINE,
    4: west.LONELINESS,
    5: south.OUTDOORS,
    6: south.NUTRITION,
    7: orebro.UP_AGAIN,
    8: karlskoga.LIGHT,
    9: orebro.ROUTINES,
    10: west.KEYS,
    11: south.CONTINENCE,
    12: west.LUNGS,
    13: orebro.LANGUAGES,
    14: south.RELATIVES,
    15: karlskoga.CONTINUITY,
}
