export const money = {
  lead: 'What is yours, how it comes here from Ethereum, and how you take it home.',
  first: 'Connect first', firstText: 'Then you see what is yours, and can buy, sell, bring and take.',
  yours: { title: 'What is yours', free: 'free', held: '{{amount}} in all, with what is staked or locked', dividends: 'Dividends for you', collect: 'Collect', collectWords: 'Collect {{amount}} ETH of dividends' },
  exchange: {
    title: 'Buy and sell tokens', buy: 'Buy', sell: 'Sell', amount: 'How many tokens', bad: 'This is no amount: write it like 12.5.', price: 'Price of a token now', base: '{{amount}} tokens at that price', premium: 'Premium, {{percent}}',
    premiumWhy: 'Whoever buys pays the price plus the share of all tokens that she will hold: here {{percent}}. It keeps anybody from buying the community in one go, and all of it goes into the pool.',
    cost: 'You pay', limit: 'At most {{amount}} ETH is taken, should others buy first; what is not needed stays with you.', buyGo: 'Buy tokens', buyWords: 'Buy {{amount}} tokens',
    share: 'Share of the pool', sellWhy: 'A token is paid its share of the ether in the pool. Ether that is set aside for projects counts once it comes back.', proceeds: 'You get', least: 'At least {{amount}} ETH, or nothing happens.', sellGo: 'Sell tokens', sellWords: 'Sell {{amount}} tokens', max: 'All',
  },
  give: { title: 'Give to the community', amount: 'Ether', pool: 'Into the pool', dividend: 'As a dividend', why: 'Into the pool: every token is worth more at once. As a dividend: half to who holds tokens, half to who earned reputation, over 30 days.', poolWords: 'Give {{amount}} ETH to the pool', dividendWords: 'Pay {{amount}} ETH as a dividend' },
  bridge: {
    in: 'Bring ether from Ethereum', out: 'Take ether to Ethereum', amount: 'Ether', inGo: 'Bring it here', inWords: 'Bring {{amount}} ETH from Ethereum', inWhy: 'It is there as soon as the chain has read its Ethereum block, and {{delay}} after that at the latest. Nobody can leave it out.',
    outGo: 'Take it home', outWords: 'Take {{amount}} ETH to Ethereum', outWhy: 'It leaves your account here at once. Ethereum pays once its batch has stood the challenge window.', to: 'To the same address on Ethereum', none: 'Nothing is on its way.', onWay: 'On its way',
    deposit: { unseen: 'Ethereum has not included it yet, or the node has not seen it.', waiting: 'Ethereum has it. The chain reads it within {{span}} at the latest.', included: 'It is here.', skipped: 'It could not be taken.', title: 'From Ethereum' },
    stages: {
      pending: 'The sequencer has it.', failed: 'It failed, and nothing left your account.', 'waiting-for-batch': 'It waits for its batch on Ethereum, which comes by itself.', 'waiting-for-conviction': 'False roots were posted over it. Somebody has to prove that first; then it goes on.',
      'waiting-for-roots': 'The false roots are void. It waits for right ones.', 'in-challenge-window': 'In the challenge window: {{span}} left.', 'ready-to-claim': 'Ethereum is ready to pay it.', claimed: 'Paid on Ethereum.',
    },
    claim: 'Have it paid', claimWords: 'Have {{amount}} ETH paid on Ethereum', claimWhy: 'Anybody may have it paid, and pays Ethereum’s fee; the money goes to its owner.', id: 'Withdrawal {{id}}', clock: 'at about {{time}}', sent: 'Sent to Ethereum.',
  },
  history: { title: 'History', empty: 'Nothing yet', emptyText: 'Whatever touches your account will stand here, in words.', more: 'Older', failed: 'refused' },
}
