import { privateKeyToAccount } from 'viem/accounts'
import { hexToBytes, keccak256, toHex, type Hex } from 'viem'
import { Address, promiseDigest, type PromiseDomain, type PromiseHeader } from '@distribute/state-machine'
import type { SequencerKeys, SignedPromise } from '@distribute/bridge-contracts'
import { devnetAccount, MEMBER_ACCOUNTS, operatorAccounts } from '../../devnet/accounts.ts'
import type { OwnKeys } from '../../sequencing/own-keys.ts'
import type { Image } from './memory-store.ts'
import type { Player } from './player.ts'
import { TAKERS } from './stage.ts'

/** Somebody with a sequencer's keys and a disk. */
export interface Seat {
  readonly name: string
  readonly own: OwnKeys
  readonly keys: SequencerKeys
  /** The anvil account of the stake. */
  readonly staker: number
  player: Player | undefined
  /** What its disk holds while it is down; undefined for an empty one. */
  image: Image | undefined
  /** The file of a hand-over lies beside its data. */
  isOnOffer: boolean
  backup: Image | undefined
}

const seatOf = (name: string, posting: Hex, signing: Hex, staker: number): Seat => {
  const [poster, signer] = [posting, signing].map((key) => Address(privateKeyToAccount(key).address))
  const keys = { poster: poster!, signer: signer!, staker: devnetAccount(staker).address }
  return { name, own: { posting, signing, poster: keys.poster, signer: keys.signer }, keys, staker, player: undefined, image: undefined, isOnOffer: false, backup: undefined }
}

/** Of the stake among anvil's accounts. */
const STAKE = MEMBER_ACCOUNTS + 2

const founder = (): Seat => {
  const { posting, signing } = operatorAccounts()
  return seatOf('founder', posting.privateKey, signing.privateKey, STAKE)
}

const KEYS = TAKERS.map((account) => ({ account, posting: devnetAccount(account).privateKey, signing: keccak256(toHex(`schedules ${account}`)) }))
const TEMPLATES = [founder(), ...KEYS.map(({ account, posting, signing }, i) => seatOf(`taker ${i + 1}`, posting, signing, account))]

/** The founder, with the disk it has where schedules begin, and who can come after it. */
export const createSeats = (image: Image): readonly Seat[] => TEMPLATES.map((seat, i) => ({ ...seat, image: i === 0 ? image : undefined }))

/** What a dishonest sequencer signs without its node. */
export const signWith = async ({ own }: Seat, header: PromiseHeader, domain: PromiseDomain): Promise<SignedPromise> => {
  const signature = await privateKeyToAccount(own.signing).sign({ hash: toHex(promiseDigest(header, domain)) })
  return { header, signature: hexToBytes(signature) }
}
