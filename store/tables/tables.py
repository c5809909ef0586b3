"""Every table of the store: importing this module registers all of them."""

from store.tables.act_tables import act, act_entry, act_standard, act_table, amendment, office_record
from store.tables.body_tables import (
    organization,
    organization_basis,
    organization_contact,
    organization_name,
    organization_office,
    organization_service,
    post,
    post_print,
    register_entry,
)
from store.tables.change_tables import (
    answered_request,
    correction,
    edition,
    public_change,
    rekeyed,
    revision,
)
from store.tables.columns import metadata
from store.tables.gazetteer_tables import gazetteer_place, geocoder_answer
from store.tables.location_tables import lease, location_attempt
from store.tables.office_tables import (
    office,
    provision,
    provision_basis,
    provision_unit,
    service,
    service_basis,
    service_name,
)
from store.tables.passport_tables import passport
from store.tables.staging_tables import (
    act_job,
    act_job_entry,
    act_upload,
    kept_file,
    kept_seeds,
    staged_act,
)
from store.tables.unit_tables import (
    boundary,
    boundary_part,
    position,
    unit,
    unit_basis,
    unit_change,
    unit_change_unit,
    unit_identifier,
    unit_name,
)
from store.tables.webhook_tables import webhook

__all__ = [
    "act",
    "act_entry",
    "act_job",
    "act_job_entry",
    "act_standard",
    "act_table",
    "act_upload",
    "amendment",
    "answered_request",
    "boundary",
    "boundary_part",
    "correction",
    "edition",
    "gazetteer_place",
    "geocoder_answer",
    "kept_file",
    "kept_seeds",
    "lease",
    "location_attempt",
    "metadata",
    "office",
    "office_record",
    "organization",
    "organization_basis",
    "organization_contact",
    "organization_name",
    "organization_office",
    "organization_service",
    "passport",
    "position",
    "post",
    "post_print",
    "provision",
    "provision_basis",
    "provision_unit",
    "public_change",
    "register_entry",
    "rekeyed",
    "revision",
    "service",
    "service_basis",
    "service_name",
    "staged_act",
    "unit",
    "unit_basis",
    "unit_change",
    "unit_change_unit",
    "unit_identifier",
    "unit_name",
    "webhook",
]
