/** Errors of the page itself. Rules and wallets have their English words in the SDK. */
export const errors = {
  NoWallet: { what: 'Nobody signs for you yet.', advice: 'Connect a wallet, or make a key of this page.' },
  NoAccount: { what: 'The wallet gave no account.', advice: 'Unlock it, choose an account, and try again.' },
  Locked: { what: 'The key of this page is locked.', advice: 'Unlock it with its passphrase.' },
  NoL1: { what: 'A key of this page needs the address of an Ethereum node for this.', advice: 'Enter one in the settings.' },
  WrongPassphrase: { what: 'This is not the passphrase of this key.', advice: 'Mind capitals, and the keyboard’s language.' },
  NotAKeystore: { what: 'This file holds no key that can be read here.', advice: 'Take a keystore file of version 3, with scrypt.' },
}
