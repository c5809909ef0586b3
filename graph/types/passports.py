"""Types for the passport of a service, which holds what the standard of one act states about it."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Iterable

import strawberry

from graph.served.context import Registry
from graph.terms.languages import InLanguage
from graph.terms.node import Node, global_id
from graph.types.acts import ActCitation, ValidityPeriod, cite, period
from graph.types.kinds import PASSPORTS, SERVICES, LazyService
from graph.types.opening import OpeningSchedule, opening_schedule
from graph.types.texts import LocalizedText
from model import edition as records
from model import passports as stated
from model.enums import Channel, Language, SchedulePurpose, TermUnit, TextOrigin
from model.passport_citations import stated_citation


@strawberry.federation.type(shareable=True, description="A statement of the act with its place in it.")
class Statement:
    """One statement of an act, and where it is printed."""

    text: LocalizedText = strawberry.field(description="The statement, in the language of the act.")
    source: ActCitation = strawberry.field(description="Paragraph or annex of the standard.")


@strawberry.federation.type(
    shareable=True, description="How long; value is null where the act gives a rule or a date."
)
class Term:
    """A time limit, as a number and as the act prints it."""

    value: int | None = strawberry.field(description="Number of units; null where the act gives a rule.")
    unit: TermUnit = strawberry.field(description="Unit.")
    printed: str = strawberry.field(description="The printed words.")
    source: ActCitation | None = strawberry.field(description="Where it is printed.")


@strawberry.type(description="One channel for the service.")
class PassportChannel:
    """Time limits, waits, hours and documents of one channel."""

    channel: Channel = strawberry.field(description="The channel.")
    terms: list[Term] = strawberry.field(description="Terms; empty where the act is silent.")
    max_wait_minutes: int | None = strawberry.field(description="Longest wait in the queue, in minutes.")
    max_pickup_wait_minutes: int | None = strawberry.field(
        description="Longest wait when the result is handed out, in minutes."
    )
    max_service_minutes: int | None = strawberry.field(
        description="Longest time of being served, in minutes."
    )
    schedule: OpeningSchedule | None = strawberry.field(
        description="Hours of the channel; null where the act is silent or refers elsewhere."
    )
    hours_printed: str | None = strawberry.field(description="The printed words about hours.")
    further_schedules: list[OpeningSchedule] = strawberry.field(
        description="Other hours that the act states for some offices, without saying for which."
    )
    documents: list[Statement] = strawberry.field(description="Documents to bring.")


@strawberry.federation.type(
    shareable=True, description="What it costs; amount is null when the act states a rule instead."
)
class Fee:
    """The price of a service."""

    is_free: bool = strawberry.field(description="Whether it is free of charge.")
    amount_kzt: float | None = strawberry.field(description="Amount in tenge.")
    rule: str | None = strawberry.field(description="The rule the amount follows from.")
    source: ActCitation | None = strawberry.field(description="Where it is printed.")


@strawberry.type(description="A step of the procedure.")
class ProcedureStep:
    """One step of the procedure: who does what, and within what time."""

    number: int = strawberry.field(description="Number of the step, from 1.")
    actor: str = strawberry.field(description="Who acts, in the language of the act.")
    action: str = strawberry.field(description="What is done, in the language of the act.")
    deadline: Term | None = strawberry.field(description="How long it may take; null where none is printed.")
    source: ActCitation = strawberry.field(description="Where it is printed.")


@strawberry.type(description="A figure the service is measured by.")
class QualityTarget:
    """A quality indicator and its target."""

    norm_percent: float | None = strawberry.field(
        description="Norm in per cent; null where the act leaves the cell empty."
    )
    source: ActCitation = strawberry.field(description="Where it is printed.")
    text: strawberry.Private[str]

    @strawberry.field(description="What is measured, in the language of the act whatever is asked for.")
    def indicator(self, language: InLanguage = Language.KK) -> str:
        """The indicator, whatever the language: acts print it in one language."""
        return self.text


@strawberry.federation.type(keys=["id"], description="The standard of a service as one act states it.")
class ServicePassport(Node):
    """What one standard states about a service, each statement with its paragraph."""

    record: strawberry.Private[stated.Passport]
    registry: strawberry.Private[Registry]

    @strawberry.field(description="The service.")
    def service(self) -> LazyService:
        """The service that the standard describes."""
        return SERVICES.show(self.registry, self.record.service)

    @strawberry.field(description="Days on which the act has force.")
    def validity(self) -> ValidityPeriod:
        """The period in which the act is in force."""
        return period(self.registry.edition.acts[self.record.act].force)

    @strawberry.field(description="Form of the service: on paper, partly automated, electronic.")
    def form(self) -> str | None:
        """The form of the service (on paper, electronic), in the words of the act. None if it states none."""
        return self.record.form.text if self.record.form else None

    @strawberry.field(description="Who may ask for the service.")
    def recipients(self) -> list[Statement]:
        """Who may ask for the service."""
        return self._statements(self.record.recipients)

    @strawberry.field(description="The result of the service.")
    def result(self) -> list[Statement]:
        """The results of the service."""
        return self._statements(self.record.result)

    @strawberry.field(description="Laws that the standard cites as its basis.")
    def legal_basis(self) -> list[Statement]:
        """The laws that the standard names as its basis."""
        return self._statements(self.record.legal_basis)

    @strawberry.field(description="Ways to ask for the service.")
    def channels(self) -> list[PassportChannel]:
        """The ways to ask for the service, in the order of the act."""
        return [self._channel(channel) for channel in self.record.channels]

    @strawberry.field(description="Steps of the procedure; empty where the act prints none.")
    def steps(self) -> list[ProcedureStep]:
        """Steps of the procedure, by number. Empty if the act prints none."""
        return [
            ProcedureStep(
                number=step.number,
                actor=step.actor,
                action=step.action,
                deadline=self._deadline(step),
                source=self._cite(step),
            )
            for step in self.record.steps
        ]

    @strawberry.field(description="Grounds on which the service is refused or held back.")
    def refusal_grounds(self) -> list[Statement]:
        """Grounds on which the service is refused."""
        return self._statements(self.record.refusal_grounds)

    @strawberry.field(description="Where and how to complain.")
    def complaints(self) -> list[Statement]:
        """Where and how to complain."""
        return self._statements(self.record.complaints)

    @strawberry.field(description="Where information about the service is: sites, stands, telephones.")
    def information(self) -> list[Statement]:
        """Where to find information about the service."""
        return self._statements(self.record.information)

    @strawberry.field(description="Where the service is given, and what the rooms offer to those who wait.")
    def premises(self) -> list[Statement]:
        """Where the service is given, and how the rooms are equipped."""
        return self._statements(self.record.premises)

    @strawberry.field(description="Where the forms of an application are.")
    def application_forms(self) -> list[Statement]:
        """Where the blank application forms are."""
        return self._statements(self.record.application_forms)

    @strawberry.field(description="Where an application is handed in, and who handles it.")
    def submission(self) -> list[Statement]:
        """How an application is handed in, and who handles it."""
        return self._statements(self.record.submission)

    @strawberry.field(description="What confirms that an application was handed in.")
    def receipts(self) -> list[Statement]:
        """What confirms that an application was handed in."""
        return self._statements(self.record.receipts)

    @strawberry.field(description="How the result is handed out, how long it is kept, and how long it holds.")
    def delivery(self) -> list[Statement]:
        """How the result is handed out."""
        return self._statements(self.record.delivery)

    @strawberry.field(description="Rules of conduct for the staff.")
    def principles(self) -> list[Statement]:
        """Rules of conduct for the staff."""
        return self._statements(self.record.principles)

    @strawberry.field(description="Who sets the quality targets, and how often.")
    def quality_rules(self) -> list[Statement]:
        """Rules about the quality targets."""
        return self._statements(self.record.quality_rules)

    @strawberry.field(description="Figures the service is measured by.")
    def quality_targets(self) -> list[QualityTarget]:
        """Quality indicators with their targets, in the order of their table."""
        return [
            QualityTarget(norm_percent=target.norm_percent, source=self._cite(target), text=target.indicator)
            for target in self.record.quality_targets
        ]

    @strawberry.field(description="Forms printed in the annexes, by title.")
    def forms(self) -> list[Statement]:
        """The forms that the standard prints."""
        return [self._statement(form.title, form) for form in self.record.forms]

    @strawberry.field(description="What it costs; null where the act is silent.")
    def fee(self) -> Fee | None:
        """The price of the service. None if the act states none."""
        fee = self.record.fee
        if fee is None:
            return None
        return Fee(is_free=fee.is_free, amount_kzt=fee.amount_kzt, rule=fee.rule, source=self._cite(fee))

    @strawberry.field(description="Slips of the act itself that a reader should know of.")
    def notes(self) -> list[Statement]:
        """Notes of the registry about the passport."""
        return self._statements(self.record.notes)

    @strawberry.field(description="The standard in its act.")
    def source(self) -> ActCitation:
        """A citation of the standard as a whole."""
        return cite(
            self.registry,
            records.Citation(self.record.act, self.record.language, standard=self.record.standard),
        )

    def _statements(self, found: Iterable[stated.Statement]) -> list[Statement]:
        return [self._statement(one.text, one) for one in found]

    def _statement(self, value: str, place: stated.Placed) -> Statement:
        source = self._cite(place)
        text = LocalizedText(
            value=value,
            language=self.record.language,
            is_transliteration=False,
            source=source,
            origin=TextOrigin.ORIGINAL,
        )
        return Statement(text=text, source=source)

    def _citation(self, place: stated.Placed, quote: str | None = None) -> records.Citation:
        return stated_citation(self.record, place, quote)

    def _cite(self, place: stated.Placed, quote: str | None = None) -> ActCitation:
        return cite(self.registry, self._citation(place, quote))

    def _deadline(self, step: stated.Step) -> Term | None:
        last = step.deadline
        if last is None:
            return None
        return Term(
            value=last.value, unit=last.unit, printed=last.printed, source=self._cite(step, last.printed)
        )

    def _channel(self, channel: stated.ChannelPassport) -> PassportChannel:
        wait, service, pickup = channel.max_wait, channel.max_service, channel.max_pickup_wait
        return PassportChannel(
            channel=channel.channel,
            terms=[
                Term(
                    value=term.value,
                    unit=term.unit,
                    printed=term.printed,
                    source=self._cite(term, term.printed),
                )
                for term in channel.terms
            ],
            max_wait_minutes=wait.minutes if wait else None,
            max_pickup_wait_minutes=pickup.minutes if pickup else None,
            max_service_minutes=service.minutes if service else None,
            schedule=self._schedule(channel.hours),
            hours_printed=channel.hours.printed if channel.hours else None,
            further_schedules=[
                schedule for hours in channel.further_hours if (schedule := self._schedule(hours)) is not None
            ],
            documents=self._statements(channel.documents),
        )

    def _schedule(self, hours: stated.Hours | None) -> OpeningSchedule | None:
        """The hours as a type of the schema. None if they are absent or cannot be expressed."""
        if hours is None or hours.opening_hours is None:
            return None
        return opening_schedule(
            self.registry,
            records.Schedule(
                SchedulePurpose.GENERAL,
                hours.opening_hours,
                printed=hours.printed,
                citation=self._citation(hours, hours.printed),
                validity=self.registry.edition.acts[self.record.act].force,
            ),
        )


def find_passport(registry: Registry, slug: str) -> ServicePassport | None:
    """The passport with that slug. None for an unknown slug."""
    return registry.view("ServicePassport", slug, registry.edition.passports, _passport)


PASSPORTS.enrol(find_passport)


def passport_view(registry: Registry, passport: stated.Passport) -> ServicePassport:
    """A passport as a type of the schema."""
    return registry.must("ServicePassport", passport, _passport)


def _passport(registry: Registry, passport: stated.Passport) -> ServicePassport:
    return ServicePassport(id=global_id("ServicePassport", passport.id), record=passport, registry=registry)
