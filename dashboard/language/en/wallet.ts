export const wallet = {
  passphrase: 'Passphrase',
  account: {
    connect: 'Connect', connectTitle: 'Who signs for you?', title: 'Your account', pageKey: 'Key of this page', member: 'Member', yes: 'Yes', no: 'Not yet',
    ether: 'Ether here', tokens: 'Free tokens', reputation: 'Free reputation', leave: 'Disconnect', save: 'Save the key as a file',
    forget: 'Remove the key from this browser', forgetSure: 'Without a saved file and its passphrase, this account and all that it holds are lost for good.', forgetGo: 'Remove it all the same',
  },
  connect: {
    text: 'Nothing is sent and nothing is paid by connecting: the page only learns your address.', browser: 'Wallet of this browser', asked: 'Look at your wallet: it asks you',
    kept: 'Go on with the kept key', keptText: 'It is locked until you sign', key: 'A key of this page', keyText: 'No wallet needed: kept here, encrypted, and yours to take along',
    none: 'No wallet was found in this browser. You need none: a key of this page does the same.',
  },
  unlock: { text: 'The key of this page signs for you. It is kept encrypted; your passphrase opens it for this visit.', go: 'Unlock', busy: 'Unlocking…' },
  key: {
    ways: 'New or known', make: 'Make a new key', import: 'I have a file', makeText: 'The key is made here and never leaves this browser but encrypted. Save it as a file afterwards: nobody can restore it for you.',
    rule: 'At least {{count}} characters. A sentence is easy to keep in mind and hard to guess.', again: 'The passphrase once more', differs: 'These two differ.', busy: 'Encrypting…', makeGo: 'Make the key',
    importText: 'A keystore file (version 3) of this page, of geth, or of another wallet.', file: 'Keystore file', importGo: 'Take it over', back: 'Back',
  },
  l1: {
    why: 'What touches Ethereum itself, such as bringing ether here with a key of this page or checking a balance yourself, needs a node of Ethereum that you trust. Until you give one, this page asks nobody but your community’s node.',
    label: 'Address of an Ethereum node (JSON-RPC)', proposed: 'Proposed by who runs this node. Any other of the same network will do.', hint: 'It must allow requests from web pages.', bad: 'This is no address that begins with http:// or https://.',
    use: 'Use it', forget: 'Forget it',
  },
}
