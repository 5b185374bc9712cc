"""vnpay-simulator: a stand-in for VNPAY on this machine."""

import click

from services import settings


@click.command()
@click.option("--port", default=8600, show_default=True, help="Where it listens, on 127.0.0.1 only.")
@click.option("--shop", default="http://127.0.0.1:8501", show_default=True, help="The program it calls.")
def vnpay_simulator(port: int, shop: str) -> None:
    """A stand-in for VNPAY, to try paying online; reads VNPAY_TMN_CODE and VNPAY_HASH_SECRET."""
    import uvicorn
    from starlette.applications import Starlette

    from services.money.online import simulator

    if settings.vnpay_account() is None:
        raise click.ClickException("VNPAY_TMN_CODE and VNPAY_HASH_SECRET are not set")
    click.echo(f"VNPAY_PAY_URL=http://127.0.0.1:{port}{simulator.PLACE}/pay")
    uvicorn.run(Starlette(routes=simulator.routes(lambda: shop)), host="127.0.0.1", port=port,
                log_level="warning")  # fmt: skip
