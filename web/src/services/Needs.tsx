// What a standard requires of an applicant, by channel, each statement with its citation.
import type { NeedsFragment, WordsFragment } from '../api/generated/graphql';
import { Cite } from '../acts/Cite';
import { useAnswerWords } from '../words/answering';
import { number } from '../words/format';
import { hours } from '../words/hours';
import { useLanguage, useWords } from '../words/language';

interface Props {
  passport: NeedsFragment;
  /** Whether documents have check boxes. */
  isChecklist?: boolean;
}

export function Needs({ passport, isChecklist = false }: Props) {
  const words = useWords();
  const more = useAnswerWords();
  const language = useLanguage();
  const { fee, channels } = passport;
  // Most standards print one list for every channel: it is shown once.
  const [first] = channels;
  const lists = new Set(channels.map(({ documents }) => documents.map(({ text }) => text.value).join()));
  const shared = channels.length > 1 && lists.size === 1 ? (first?.documents ?? null) : null;
  return (
    <div class="needs">
      <dl class="facts-list">
        <dt>{words.answer.fee}</dt>
        <dd>
          {fee ? (
            fee.isFree ? (
              words.answer.free
            ) : fee.amountKzt == null ? (
              fee.rule ? (
                <span lang={passport.source.language.toLowerCase()}>{fee.rule}</span>
              ) : (
                words.answer.feeUnknown
              )
            ) : (
              `${number(language, fee.amountKzt)} ${words.answer.tenge}`
            )
          ) : (
            words.answer.feeUnknown
          )}
          {fee?.source && <Cite source={fee.source} />}
        </dd>
      </dl>
      {shared && (
        <section>
          <h3>{words.answer.documents}</h3>
          {isChecklist && shared.length > 1 && <p class="detail">{more.tick}</p>}
          {shared.length > 0 ? (
            <Statements statements={shared} isChecklist={isChecklist} />
          ) : (
            words.answer.noDocuments
          )}
        </section>
      )}
      {channels.map((channel) => (
        <section key={channel.channel} class="channel">
          <h3>{words.channels[channel.channel]}</h3>
          <dl class="facts-list">
            <dt>{words.answer.term}</dt>
            <dd>
              {channel.terms.length > 0 ? (
                <span lang={passport.source.language.toLowerCase()}>
                  {channel.terms.map((term) => term.printed).join('; ')}
                </span>
              ) : (
                words.answer.noTerm
              )}
            </dd>
            {channel.maxWaitMinutes != null && (
              <>
                <dt>{words.answer.wait}</dt>
                <dd>{words.answer.upTo(channel.maxWaitMinutes)}</dd>
              </>
            )}
            {channel.maxPickupWaitMinutes != null && (
              <>
                <dt>{words.answer.pickupWait}</dt>
                <dd>{words.answer.upTo(channel.maxPickupWaitMinutes)}</dd>
              </>
            )}
            {channel.schedule && (
              <>
                <dt>{words.answer.hoursOfChannel}</dt>
                <dd>{hours(language, channel.schedule.openingHours)}</dd>
              </>
            )}
            {!shared && (
              <>
                <dt>{words.answer.documents}</dt>
                <dd>
                  {channel.documents.length > 0 ? (
                    <Statements statements={channel.documents} isChecklist={isChecklist} />
                  ) : (
                    words.answer.noDocuments
                  )}
                </dd>
              </>
            )}
          </dl>
        </section>
      ))}
      <Cite source={passport.source} />
    </div>
  );
}

interface StatementsProps {
  statements: readonly WordsFragment[];
  isChecklist?: boolean;
}

/** Statements of an act as a list, in the language of the act. */
export function Statements({ statements, isChecklist = false }: StatementsProps) {
  const words = useWords().citation;
  return (
    <ul class={isChecklist ? 'checklist' : 'statements'}>
      {statements.map(({ text, source }, index) => {
        const line = (
          <>
            <span lang={text.language.toLowerCase()}>{text.value}</span>
            {source.provision && <span class="detail"> {words.provision(source.provision)}</span>}
          </>
        );
        return (
          <li key={index}>
            {isChecklist ? (
              <label class="tick">
                <input type="checkbox" />
                <span>{line}</span>
              </label>
            ) : (
              line
            )}
          </li>
        );
      })}
    </ul>
  );
}
