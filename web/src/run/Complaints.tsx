import type { Problem } from '../api/problem';
import { text } from '../i18n/text';
import { headline } from '../shell/Notice';
import type { Complaint } from './locate';

/** What the server calls the field of an error that is about no field. */
const WHOLE_BODY = 'body';

export function Complaints({ problem, complaints }: { problem: Problem; complaints: Complaint[] }) {
  return (
    <div className="notice notice-bad" role="alert" data-testid="problem" data-code={problem.code}>
      <div>
        <strong>{headline(problem)}</strong>
        <ul className="complaints">
          {complaints.map((complaint, i) => (
            <li key={i}>
              {complaint.line !== null && (
                <span className="complaint-line">{text.problem.line(complaint.line)}</span>
              )}
              {complaint.field && complaint.field !== WHOLE_BODY && <code>{complaint.field}</code>} {complaint.message}
              {complaint.advice && <em> {complaint.advice}</em>}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
