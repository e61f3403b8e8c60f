import { Route, Switch } from 'wouter'
import { AddressPage } from './address-page.tsx'
import { BatchList } from './batch-list.tsx'
import { BatchPage } from './batch-page.tsx'
import { BlockList } from './block-list.tsx'
import { BlockPage } from './block-page.tsx'
import { Found } from './found.tsx'
import { Overview } from './overview.tsx'
import { TransactionPage } from './transaction-page.tsx'

/** All that the chain holds, by its names. */
export function Explorer() {
  return (
    <Switch>
      <Route path="/find/:text">{({ text }) => <Found key={text} text={decodeURIComponent(text)} />}</Route>
      <Route path="/blocks/:top?">{({ top }) => <BlockList top={top} />}</Route>
      <Route path="/block/:block">{({ block }) => <BlockPage key={block} block={block} />}</Route>
      <Route path="/tx/:hash">{({ hash }) => <TransactionPage key={hash} hash={hash} />}</Route>
      <Route path="/address/:address">{({ address }) => <AddressPage key={address} address={address} />}</Route>
      <Route path="/batches/:top?">{({ top }) => <BatchList top={top} />}</Route>
      <Route path="/batch/:index">{({ index }) => <BatchPage key={index} index={index} />}</Route>
      <Route><Overview /></Route>
    </Switch>
  )
}
