/** Errors of the page itself. Rules and wallets have their English words in the SDK. */
export const errors = {
  NoWallet: { what: 'Nobody signs for you yet.', advice: 'Connect a wallet, or make a key of this page.' },
  NoAccount: { what: 'The wallet gave no account.', advice: 'Unlock it, choose an account, and try again.' },
  Locked: { what: 'The key of this page is locked.', advice: 'Unlock it with its passphrase.' },
  NoL1: { what: 'A key of this page needs the address of an Ethereum node for this.', advice: 'Enter one in the settings.' },
  WrongPassphrase: { what: 'This is not the passphrase of this key.', advice: 'Mind capitals, and the keyboard’s language.' },
  NotAKeystore: { what: 'This file holds no key that can be read here.', advice: 'Take a keystore file of version 3, with scrypt.' },
  TooLarge: { what: 'The file is too large.', advice: 'Make it smaller: 5 MB at most.' },
  WrongType: { what: 'This kind of file is not taken.', advice: 'Take a photo (JPEG, PNG, WebP, GIF), a PDF, or plain text.' },
  MemberFull: { what: 'Too many of your files are named nowhere on the chain yet.', advice: 'Hand in what you uploaded, or wait a day.' },
  Full: { what: 'The node keeps as many files as it may.', advice: 'Ask who runs it.' },
  Busy: { what: 'Too many uploads at a time.', advice: 'Try again in a moment.' },
  FilesOff: { what: 'This node keeps no files.', advice: 'Ask who runs it, or use another node of the community.' },
  Tampered: { what: 'The node gave other bytes than the chain names.', advice: 'Do not trust this file. Ask another node of the community.' },
  SecretLost: { what: 'Neither this browser nor your wallet has the secret of this vote.', advice: 'Take it from the file that you saved. What the vote locks comes back after it is over.' },
}
