"""Every table of the store: the one door to the four rooms of tables."""

from store.act_tables import act, act_entry, office_record
from store.change_tables import correction, edition, rekeyed, revision
from store.columns import metadata
from store.office_tables import (
    office,
    provision,
    provision_basis,
    provision_unit,
    service,
    service_basis,
    service_name,
)
from store.unit_tables import (
    boundary,
    position,
    unit,
    unit_basis,
    unit_change,
    unit_change_unit,
    unit_identifier,
    unit_name,
)

__all__ = [
    "act",
    "act_entry",
    "boundary",
    "correction",
    "edition",
    "metadata",
    "office",
    "office_record",
    "position",
    "provision",
    "provision_basis",
    "provision_unit",
    "rekeyed",
    "revision",
    "service",
    "service_basis",
    "service_name",
    "unit",
    "unit_basis",
    "unit_change",
    "unit_change_unit",
    "unit_identifier",
    "unit_name",
]
