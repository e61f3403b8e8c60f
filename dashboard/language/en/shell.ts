export const shell = {
  skip: 'Skip to the content',
  close: 'Close',
  copied: 'Copied',
  copyAddress: 'Copy the address',
  copyHash: 'Copy it whole',
  nav: { label: 'Screens', more: 'More', home: 'Home', join: 'Join', money: 'Money', projects: 'Projects', work: 'My work', votes: 'Votes', check: 'Check it yourself', explorer: 'Explorer', operator: 'Node' },
  units: { ether: 'ETH', tokens: 'tokens', reputation: 'reputation' },
  chain: {
    block: 'Block {{number}}', asking: 'Asking the node…', away: 'The node does not answer',
    gone: 'The node does not answer. What you see is what it said at {{time}}; nothing is lost, and this goes on by itself.', back: 'The node is back.',
  },
  states: {
    loading: 'Loading', starting: 'Asking the community’s node…', again: 'Try again', awayTitle: 'The node does not answer',
    awayText: 'This page talks to one node of your community. It may be starting, or your connection may be gone.', trying: 'Trying again by itself',
    notFound: 'There is nothing at this address', notFoundText: 'The link may be old, or a letter may be missing.', home: 'To the first page',
  },
  settings: {
    title: 'Settings', theme: 'Appearance', themes: { system: 'As the device', light: 'Light', dark: 'Dark' }, language: 'Language', l1: 'Your own Ethereum node',
  },
}
