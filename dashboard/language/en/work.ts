export const work = {
  title: 'My work', lead: 'What you have taken on, until when it is due, and what you are owed.', noWallet: 'Connect to see your work', noWalletText: 'What you take on, check and stake belongs to your account.',
  claims: 'Tasks I took on', noClaims: 'No task yet', noClaimsText: 'Open projects have tasks to take on.', find: 'Find open work', due: 'Hand in evidence', dueText: 'After that it is lost, with {{amount}} that it locks.',
  task: 'Task {{task}} of project {{id}}', pays: 'Pays, if it passes', locked: 'Locked', lost: 'No longer yours', waits: 'Others are looking at it.', owed: 'What I am owed', dividends: 'Dividends', collect: 'Collect', collectWords: 'Collect my dividends', nothing: 'Nothing is owed to you now.',
  stakeOf: 'Stake in project {{id}}', seatOf: 'Seat at task {{task}} of project {{id}}', get: 'Get it', getStake: 'Settle my stake in project {{id}}', getSeat: 'Settle my seat at task {{task}} of project {{id}}', payouts: 'What I was paid', projectShort: 'project {{id}}', reasons: { task: 'Task', validation: 'Check', stake: 'Stake', proposal: 'Proposal', dividend: 'Dividend', registration: 'Joining' }, noPayouts: 'Nothing yet',
}
