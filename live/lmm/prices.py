"""Tokens -> USD: by the price that live.yaml declares, else by the tables of genai-prices.

Reads the tables inside the package and nothing else; prices are never fetched.
"""

from live.config import Model
from live.records import Usage

FREE = ("embedded", "hf")
"""Providers that run on this machine: they cost no money."""


def usd(model: Model, usage: Usage) -> float | None:
    """Gives what a call cost in USD, or None where nobody knows the model's price.

    Cached input counts in full under a declared price, which has no rate of its own for it.
    """
    if model.provider in FREE:
        return 0.0
    if model.price is not None:
        cost = usage.input_tokens * model.price.input + usage.output_tokens * model.price.output
        return cost / 1e6
    return _listed(model, usage)


def is_known(model: Model) -> bool:
    """Says whether the price of a model is declared or listed."""
    return usd(model, Usage(input_tokens=1, output_tokens=1)) is not None


def _listed(model: Model, usage: Usage) -> float | None:
    import genai_prices

    counts = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=min(usage.cached_tokens, usage.input_tokens),
    )
    try:
        if model.base_url:
            found = genai_prices.calc_price(
                counts, model.served_name, provider_api_url=model.base_url
            )
        else:
            found = genai_prices.calc_price(counts, model.served_name, provider_id=model.provider)
    except LookupError:
        return None
    return float(found.total_price)
