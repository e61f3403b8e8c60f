export const home = {
  lead: 'A community that owns things together: one pool of money, work that earns, and a vote where people differ.',
  join: 'Become a member', propose: 'See the projects',
  pool: 'In the pool', poolText: 'Ether that all tokens together own', price: 'Price of a token', priceText: 'What the next one costs, before the premium',
  members: 'Members', membersText: 'Each with a voice that work makes louder', open: 'Open projects', openText: 'Largest that can be proposed now: {{amount}}',
  history: 'Pool and price over time', historyPool: 'Pool', historyPrice: 'Price of a token', historySince: 'This node keeps the states since {{date}}.', historyEmpty: 'Nothing has happened yet', historyEmptyText: 'The plot begins with the first deposit, donation or token.',
  historyWords: 'The pool went from {{from}} to {{to}} ETH, the price of a token from {{priceFrom}} to {{priceTo}} ETH, between {{start}} and {{end}}.',
  work: 'Work done', workEvidence: 'Tasks handed in', workPassed: 'Tasks passed', workWords_one: '{{count}} task was handed in, {{passed}} passed.', workWords_other: '{{count}} tasks were handed in, {{passed}} passed.',
  workEmpty: 'No work has been handed in yet', workEmptyText: 'It begins with a project: propose one, have it staked, and take on a task.',
  projects: 'Open work', projectsEmpty: 'No open projects', projectsEmptyText: 'Every member can propose one; the pool pays for it once enough members stand behind it.', project: 'Project {{id}}', cost: 'Cost',
  stages: { proposed: 'Proposed', staked: 'Choosing tasks', active: 'Open for work', validation: 'Being checked', voting: 'Voting', complete: 'Complete', failed: 'Failed', expired: 'Expired' },
  until: 'ends {{when}}', where: 'Where the money is', escrowed: 'Set aside for projects', dividends: 'Dividends not collected', supply: 'Tokens in all', reputation: 'Reputation in all', burnt: 'Forfeited tokens',
}
