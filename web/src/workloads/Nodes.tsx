import type { WorkloadNode } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';

/** The machines of a workload that runs on several, in the order of their ranks. */
export function Nodes({ nodes }: { nodes: WorkloadNode[] }) {
  return (
    <section>
      <h2>{text.workload.nodes}</h2>
      <table className="grid" data-testid="nodes">
        <thead>
          <tr>
            <th scope="col">{text.workload.node}</th>
            <th scope="col">{text.workload.nodeState}</th>
            <th scope="col">{text.workload.address}</th>
            <th scope="col">{text.workload.seconds}</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.lease}>
              <th scope="row">{node.node}</th>
              <td>
                {node.state.replace(/_/g, ' ')}
                {node.exitCode !== null && ` · ${text.workload.exit(node.exitCode)}`}
                {node.detail && <small>{node.detail}</small>}
              </td>
              <td>{node.address ?? text.none}</td>
              <td>{format.integer(Math.round(node.meteredSeconds))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
