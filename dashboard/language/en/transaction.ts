export const transaction = {
  sign: 'Sign and send', go: 'Go on', cancel: 'Not now', sending: 'Sending…', inWallet: 'Look at your wallet', background: 'Go on in the background', done: 'Close',
  effect: 'What it does to your balances', onceRead: 'Once the chain has read it', noEffect: 'Your free balances stay as they are.', then: 'then', fee: 'Fee:', untried: 'What it does is known once your wallet has signed: it is tried then, before it is sent.', free: 'It costs nothing and needs no signature of a wallet.',
  tray_one: '{{count}} transaction of this visit', tray_other: '{{count}} transactions of this visit',
  told: { sent: 'Sent: {{words}}', promised: 'Done: {{words}}', refused: 'Refused: {{words}}. {{why}}' },
  stages: {
    pending: { name: 'Pending', text: 'The sequencer has it and puts it into its next block.' },
    promised: { name: 'Promised', text: 'It stands in a block that the sequencer signed, and answers for with its stake.' },
    safe: { name: 'Safe', text: 'Its batch stands on Ethereum: its place in the order cannot change any more.' },
    final: { name: 'Final', text: 'The challenge window is over: Ethereum pays by it.' },
    refused: { name: 'Refused', text: 'It broke a rule, and changed nothing.' },
    sent: { name: 'Sent to Ethereum', text: 'Ethereum has it; the chain reads it soon.' },
  },
}
