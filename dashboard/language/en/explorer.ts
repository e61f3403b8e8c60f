export const explorer = {
  lead: 'Everything that happened on this chain, in words: blocks, transactions, accounts, and the batches by which Ethereum holds them.',
  search: { label: 'Search', hint: 'A block or batch number, a hash, or an address', go: 'Search', again: 'Search for something else', looking: 'Looking for {{text}}' },
  none: { title: 'Nothing found', text: 'There is no block, batch, transaction or account “{{text}}” that this node knows. A hash has 64 digits after 0x, an address 40; copy it whole.', new: 'Sent a moment ago? Then it may not have reached this node yet.' },
  found: { title: 'Found', number: 'Several things have the number {{number}}', l1: 'This is a transaction on Ethereum. It did this here:', waits: 'It waits to be read by the chain.', skipped: 'It could not be taken.' },
  back: 'Explorer', newer: 'Newer', older: 'Older', all: 'All', more: 'Show more',
  blocks: { title: 'Blocks', live: 'live', number: 'Block', age: 'When', count: 'Transactions', count_one: '{{count}} transaction', count_other: '{{count}} transactions', gas: 'Gas', from: 'Blocks {{first}} to {{last}}', none: 'No blocks yet', noneText: 'The first one comes with the first deposit or transaction.' },
  block: {
    title: 'Block {{number}}', time: 'Time', hash: 'Hash', parent: 'Parent', state: 'State root', gas: 'Gas used', batch: 'Batch', noBatch: 'posted soon', transactions: 'Transactions', none: 'This block holds no transaction.', missing: 'This block does not exist yet', missingText: 'The newest one is {{number}}.',
    genesis: 'The beginning: the community’s genesis file, agreed on before anything happened.',
  },
  transaction: {
    title: 'Transaction', what: 'What it did', failed: 'It failed, and changed nothing but its fee.', todo: 'What to do', events: 'What happened, in order', noEvents: 'It left no events.', facts: 'Details', hash: 'Hash', block: 'Block', unchanged: 'The sender’s free balances stayed as they were.', place: 'number {{index}} in block {{block}}', time: 'Time', from: 'From', to: 'To', value: 'Ether sent along', fee: 'Fee', free: 'none',
    gas: 'Gas', nonce: 'Nonce', input: 'Calldata', kind: 'Call', status: 'How far it is', changed: 'What it did to the sender’s balances', operation: 'nobody: the chain itself, without a signature', deposit: 'Ethereum, through the inbox', waits: 'It waits in the sequencer’s pool for the next block.', project: 'Project {{id}}', refused: 'failed',
  },
  contracts: { token: 'Community token', reputation: 'Reputation and members', projects: 'Projects', voting: 'Votes', dividends: 'Dividends', bridge: 'Bridge to Ethereum', chain: 'The chain’s own record' },
  address: {
    title: 'Account', contract: 'Part of the chain itself', contractText: 'Nobody has a key to it: it acts by the rules alone.', member: 'Member', noMember: 'Not a member', ether: 'Ether', tokens: 'Tokens', reputation: 'Reputation', held: '{{amount}} in all', rights: 'Voting rights', dividend: 'Dividends to collect', nonce: 'Transactions sent', credits: 'Free gas left today', balances: 'Balances', history: 'History',
    moves: 'This membership moves to another account from {{time}} on.', none: 'Nothing has touched this account', noneText: 'It may be right and simply new. Look twice at every digit before you send anything to it.',
  },
  batches: { one: 'Block', title: 'Batches on Ethereum', number: 'Batch', blocks: 'Blocks', posted: 'Posted', none: 'Nothing is on Ethereum yet', noneText: 'The sequencer posts what it built in batches; the first one comes by itself.' },
  batch: {
    title: 'Batch {{number}}', blocks: 'Blocks', range: '{{first}} to {{last}}', count_one: '{{count}} block', count_other: '{{count}} blocks', noBlocks: 'none', posted: 'Posted', poster: 'Posted by', l1Block: 'Ethereum block', l1Hash: 'Transaction on Ethereum', segments: 'Segments', bytes: 'Bytes of its segments', root: 'State root', claimant: 'Who answers for the roots', round: 'Claimed anew', roundText: '{{count}} times, since earlier roots were void', inbox: 'Inbox entries read', missing: 'There is no such batch yet', missingText: 'The newest one is {{number}}.', noneYet: 'Nothing is on Ethereum yet.',
    first: 'Batch 0 stands for the beginning: it holds no blocks, and is final from the start.',
    status: {
      final: { name: 'Final', text: 'Its roots stood the challenge window: Ethereum pays by them.' }, challengeable: { name: 'Challengeable', text: 'Its order is fixed. Whoever proves one of its roots wrong on Ethereum before {{time}} ({{relative}}) makes them void.' },
      false: { name: 'False roots', text: 'This node finds other roots than were posted. Somebody has to prove it on Ethereum; no transaction is undone by that.' }, void: { name: 'Void roots', text: 'Its roots were proven wrong. Its transactions stand; right roots have to be posted, and then wait anew.' },
    },
    cost: {
      title: 'What a challenge costs', text: 'One transaction on Ethereum runs one segment again and convicts whoever answers for a wrong root. Of this batch:', most: 'The dearest segment, at most', least: 'The cheapest segment, at most', gas: '{{gas}} gas', price: '{{amount}} ETH at the gas price of its posting',
      bound: 'These are upper bounds, worked out from the rules: every record counts as if somebody had buried it as deep as the tree allows, and every call as if it took its dearest way. Real proofs take mostly far less.', blobs: 'The batch lies in blobs: opening the segment there is counted in.', calldata: 'The batch lies in calldata.', unknown: 'Whether it lies in calldata or in blobs only Ethereum can say, which this node could not ask: shown is the dearer.',
      posting: 'Posting it took', paid: 'and cost',
    },
    table: { segment: 'Segment', block: 'Block', items: 'Items', bytes: 'Bytes', gas: 'Proof, at most', inbox: 'from the inbox', title: 'Segments' }, unread: 'This node does not have every block of it yet.',
  },
  latest: { title: 'Latest transactions', none: 'Nothing has happened yet' },
}
