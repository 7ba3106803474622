import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Report } from '../../../src/model/report.ts';
import { type Address, formatAddress, useAddress } from './address.ts';
import { type Panel, panel } from './panel.tsx';
import { checksView } from './views/checks.tsx';
import { coverageView } from './views/coverage.tsx';
import { credentialsView } from './views/credentials.tsx';
import { driftView } from './views/drift.tsx';
import { exceptionsView, findingsView } from './views/findings.tsx';
import { storesView } from './views/stores.tsx';

function panelsOf(report: Report): readonly [Panel, ...Panel[]] {
  return [
    panel(storesView(report)),
    panel(credentialsView(report)),
    panel(driftView(report)),
    panel(findingsView(report)),
    panel(exceptionsView(report)),
    panel(checksView(report)),
    panel(coverageView(report)),
  ];
}

interface AppProps {
  readonly report: Report;
  /** On paper all lists stand one after the other, each up to a stated number of rows. */
  readonly printing: boolean;
}

/** Everything below the first screen: one list at a time, chosen by the address. */
export function App({ report, printing }: AppProps): ComponentChildren {
  const panels = useMemo(() => panelsOf(report), [report]);
  const [address, go] = useAddress();
  const top = useScrollOnMove(address);
  const current = panels.find(({ name }) => name === address.view) ?? panels[0];
  const here: Address = { ...address, view: current.name };

  return (
    <>
      <nav aria-label="Lists" ref={top}>
        {panels.map(({ name, title, size }) => (
          <a
            key={name}
            href={formatAddress({ view: name, id: null, query: {} })}
            aria-current={name === current.name ? 'page' : undefined}
          >
            {title} <span class="quiet">{size.toLocaleString('en-US')}</span>
          </a>
        ))}
      </nav>
      {(printing ? panels : [current]).map((each) =>
        each.draw({
          address: each === current ? here : { view: each.name, id: null, query: {} },
          printing,
          go,
        }),
      )}
    </>
  );
}

/** A link to a list brings it into sight; typing and opening rows do not move the page. */
function useScrollOnMove({ view, id }: Address): { current: HTMLElement | null } {
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    if (view !== '' && id === null) top.current?.scrollIntoView();
  }, [view]);
  return top;
}
