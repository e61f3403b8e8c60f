export const join = {
  lead: 'A member works, checks the work of others, and votes. Joining costs nothing: the community pays the first fees.',
  step1: 'Who signs for you', step2: 'Your membership', given: 'What it gives you', costs: 'What it costs',
  as: 'You sign as', reputation: 'Reputation to begin with', reputationText: 'Your voice and your pledge: it is earned by work, cannot be bought and cannot be given away.',
  ether: 'Ether for fees', etherText: 'Enough for years of taking part. It comes from the common pool.', noEther: 'The pool cannot spare any now; members’ fees are tiny, and others can send you some.',
  nothing: 'Nothing', nothingText: 'No money, no fee, and no data but your account’s address.',
  open: 'This community admits everybody who asks.', invited: 'This community admits who was invited. The registrar has given you an invitation.', invitation: 'Your invitation', invitationHint: 'As you were given it: it admits one account, once.',
  manual: 'This node does not register members itself. Ask the community’s registrar to sign for your account, and paste what you get.', request: 'Send the registrar your address:',
  identity: 'Identity', deadline: 'Good until (Unix seconds)', signature: 'Signature', bad: 'This does not look complete.', go: 'Join the community', words: 'Become a member of {{name}}',
  done: 'You are a member', doneText: 'Welcome. This is what a member does here:', doneMoney: 'Put money in, or take it out', doneProjects: 'Find work, or propose some', keep: 'Save your key now',
  keepText: 'The key lives in this browser only. Save it as a file before it holds anything: nobody can restore it for you.', since: 'Your account', noWallet: 'First choose who signs for you, above.',
}
