"""Who gets what at the addresses of `cms`."""

from cms import services
from tests.access import SIGN_IN, Row, World
from tests.cms import makers
from tests.people import person


def build() -> World:
    services.establish_groups()
    owner = makers.consultant("Rosa Owner")
    reader = makers.consultant("Ada Reader")
    held = makers.contribution(owner)
    spare = makers.contribution(owner)
    sealed = makers.contribution(owner)
    services.withdraw(contribution=sealed, by=owner)
    page = makers.gated_page(held, readers=[owner, reader])
    asked = makers.ask(page)
    from accounts.roles import RoleName
    from cms.models import EditorTask, Payment

    return {
        "owner": owner,
        "reader": reader,
        "other": makers.consultant("Olga Other"),
        "editor": makers.editor(),
        "lead": person("Lena Lead", RoleName.CO_PRODUCTION_LEAD).user,
        "trainee": person("Maryam Trainee", RoleName.TRAINEE).user,
        "held": held,
        "spare": spare,
        "sealed": sealed,
        "consent": held.consents.get(),
        "page": page,
        "asked": asked,
        "task": EditorTask.objects.open(kind=EditorTask.Kind.NUMBER_OLD),
        "payment": Payment.objects.filter(consultant=reader).get(),
    }


def _held(world: World):
    return {"public_id": world["held"].public_id}


def _sealed(world: World):
    return {"public_id": world["sealed"].public_id}


ROWS = [
    Row("cms:words", SIGN_IN, ("trainee", 404), ("owner", 200), right_also=(("other", 200),)),
    Row("cms:give", SIGN_IN, ("editor", 404), ("owner", 200)),
    Row("cms:payments", SIGN_IN, ("trainee", 404), ("owner", 200)),
    Row("cms:to_read", SIGN_IN, ("editor", 404), ("owner", 200)),
    Row(
        "cms:read",
        SIGN_IN,
        ("other", 404),
        ("reader", 200),
        kwargs=lambda world: {"public_id": world["asked"].public_id},
        right_also=(("owner", 200),),
    ),
    Row(
        "cms:read",
        SIGN_IN,
        ("editor", 404),
        ("reader", 302),
        method="post",
        kwargs=lambda world: {"public_id": world["asked"].public_id},
        data=lambda world: {"answer": "approve"},
    ),
    Row(
        "cms:receipt",
        SIGN_IN,
        ("other", 404),
        ("owner", 200),
        kwargs=lambda world: {"public_id": world["consent"].public_id},
    ),
    Row("cms:consent", SIGN_IN, ("other", 404), ("owner", 200), kwargs=_held),
    Row("cms:withdraw", SIGN_IN, ("other", 404), ("owner", 302), kwargs=_held, method="post"),
    Row("cms:withdraw", SIGN_IN, ("lead", 404), None, kwargs=_held, method="post"),
    Row("cms:withdrawn", SIGN_IN, ("other", 404), ("owner", 200), kwargs=_sealed),
    Row("cms:bring_back", SIGN_IN, ("other", 404), ("owner", 302), kwargs=_sealed, method="post"),
    Row("cms:destroy", SIGN_IN, ("other", 404), ("owner", 302), kwargs=_sealed, method="post"),
    Row("cms:readers", SIGN_IN, ("editor", 404), ("lead", 200)),
    Row("cms:readers", SIGN_IN, ("owner", 404), None),
    Row(
        "cms:name_readers",
        SIGN_IN,
        ("editor", 404),
        ("lead", 200),
        kwargs=lambda world: {"key": world["page"].translation_key, "language": "en"},
    ),
    Row(
        "cms:payment",
        SIGN_IN,
        ("reader", 404),
        ("lead", 200),
        kwargs=lambda world: {"public_id": world["payment"].public_id},
    ),
    Row(
        "cms:close_task",
        SIGN_IN,
        ("lead", 404),
        ("editor", 302),
        kwargs=lambda world: {"public_id": world["task"].public_id},
        method="post",
    ),
    Row(
        "cms:urgent",
        SIGN_IN,
        ("lead", 404),
        ("editor", 200),
        kwargs=lambda world: {"key": world["page"].translation_key, "language": "en"},
    ),
    Row("robots", 200, None, ("trainee", 200)),
    Row("sitemap", 200, None, ("trainee", 200)),
    Row("cms:file", 404, ("other", 404), None, kwargs=lambda world: {"public_id": "x", "name": "y.jpg"}),
]
