import type { Parts, Phrase, Sentences } from '../sentence.ts'

const project = (parts: Parts): string => `Projekt ${parts.uint(0)}`
const task = (parts: Parts): string => `Aufgabe ${parts.uint(1) + 1n} von Projekt ${parts.uint(0)}`
const phrase = (object: string, asked: string, done: string): Phrase => [`${object} ${asked}`, `${object} ${done}`]

const STAGES: { readonly [stage: string]: string } = {
  1: 'ist vorgeschlagen', 2: 'sucht seine Aufgabenliste', 3: 'ist offen für Arbeit', 4: 'wird geprüft', 5: 'wird abgestimmt', 6: 'ist abgeschlossen', 7: 'ist gescheitert', 8: 'ist abgelaufen',
}
const FIRST_OVER = 6n
const MOST = 2n ** 256n - 1n

function moved(parts: Parts): string {
  const what = parts.moved(parts.isReputation ? 'reputation' : 'tokens')
  if (parts.isNobody(0)) return `${what} neu erhalten`
  if (parts.isContract(0)) return parts.isNobody(1) ? `${what} verfallen` : `${what} zurückbekommen`
  if (parts.isNobody(1)) return `${what} abgegeben`
  return parts.isContract(1) ? `${what} gebunden` : `${what} an ${parts.who(1)} gesendet`
}

const spendable = (parts: Parts, at: number, unit: 'tokens' | 'reputation', all: string): string => (parts.uint(at) === MOST ? all : parts.amount(unit, at))

function stakeSettled(parts: Parts): string {
  const staked = ([['tokens', 2], ['reputation', 3]] as const).filter(([, at]) => parts.uint(at) > 0n).map(([unit, at]) => parts.amount(unit, at))
  const earned = parts.uint(4) > 0n ? `, ${parts.amount('ether', 4)} verdient` : ''
  return `Einsatz von ${staked.join(' und ')} in ${project(parts)} abgerechnet${earned}`
}

/** What happened, told from the parts of its event or call. The names are those of the ABI and of KINDS. */
export const sentences: Sentences = {
  nothing: 'Nichts',
  failed: (asked, rule) => `Nicht gelungen: ${asked}${rule === '' ? '' : ` – ${rule}`}`,
  events: {
    Transfer: moved,
    Approval: (p) => `${p.who(1)} darf ${spendable(p, 2, 'tokens', 'beliebig viele Anteile')} ausgeben`,
    Minted: (p) => `${p.amount('tokens', 1)} für ${p.amount('ether', 2)} gekauft`,
    Burned: (p) => `${p.amount('tokens', 1)} für ${p.amount('ether', 2)} verkauft`,
    Donated: (p) => `${p.amount('ether', 1)} in die Kasse gegeben`,
    Registered: () => 'Mitglied geworden',
    RecoveryStarted: (p) => `Die Mitgliedschaft von ${p.who(0)} geht ab ${p.time(2)} an ${p.who(1)} über`,
    RecoveryCancelled: () => 'Die Mitgliedschaft behalten: Ihre Wiederherstellung ist abgebrochen',
    RecoveryFinished: (p) => `${p.amount('reputation', 2)} von ${p.who(0)} an ${p.who(1)} übergegangen, jetzt das Mitglied`,
    Proposed: (p) => `${project(p)} über ${p.amount('ether', 2)} vorgeschlagen, Rückhalt gesucht bis ${p.time(3)}`,
    StageChanged: (p) => `${project(p)} ${STAGES[p.text(1)] ?? `ist in Stufe ${p.text(1)}`}${p.uint(1) >= FIRST_OVER ? '' : ` bis ${p.time(2)}`}`,
    Staked: (p) => `${p.currency(2)} in ${project(p)} eingesetzt`,
    Unstaked: (p) => `${p.currency(2)} aus ${project(p)} herausgenommen`,
    TaskListSubmitted: (p) => `Aufgabenliste ${p.who(2)} für ${project(p)} eingereicht`,
    TaskListSupported: (p) => `Aufgabenliste ${p.who(2)} von ${project(p)} unterstützt`,
    TaskClaimed: (p) => `${task(p)} übernommen, ${p.percent(3)} der Arbeit, bis ${p.time(5)}`,
    ClaimForfeited: (p) => `${p.amount('reputation', 3)} verloren: Die Frist für ${task(p)} ist abgelaufen`,
    EvidenceSubmitted: (p) => `Nachweis für ${task(p)} eingereicht`,
    Validated: (p) => `${task(p)} mit ${p.amount('tokens', 5)} ${p.uint(3) === 1n ? 'bestätigt' : 'abgelehnt'}, als Nummer ${p.uint(4)} dieser Seite`,
    TaskSettled: (p) => `${task(p)} von ${p.who(2)} ${p.is(3) ? 'bestanden' : 'nicht bestanden'}${p.is(4) ? ', ohne Entscheidung' : ''}`,
    ValidationSettled: (p) => `${p.amount('ether', 3)} für die Prüfung von ${task(p)} verdient`,
    StakeSettled: stakeSettled,
    RightsRequested: (p) => `${p.currency(1)} als Stimmrechte gebunden`,
    RightsWithdrawn: (p) => `${p.currency(1)} an Stimmrechten gelöst`,
    Committed: (p) => `Über ${task(p)} verdeckt abgestimmt, mit ${p.currency(3)}`,
    Revealed: (p) => `${p.is(4) ? 'Für' : 'Gegen'} ${task(p)} gestimmt, mit ${p.currency(3, 5)}`,
    BallotSettled: (p) => `Stimme zu ${task(p)} abgerechnet`,
    DividendPaid: (p) => `Dividende von ${p.amount('ether', 1)} gezahlt`,
    DividendCollected: (p) => `${p.amount('ether', 1)} an Dividenden erhalten`,
    Deposited: (p) => `${p.amount('ether', 2)} von Ethereum erhalten`,
    Withdrawn: (p) => `${p.amount('ether', 3)} zu ${p.who(2)} auf Ethereum mitgenommen, als Auszahlung ${p.uint(0)}`,
    TokensDeposited: (p) => `${p.amount('tokens', 2)} von Ethereum erhalten`,
    TokensWithdrawn: (p) => `${p.amount('tokens', 3)} zu ${p.who(2)} auf Ethereum mitgenommen, als Auszahlung ${p.uint(0)}`,
  },
  calls: {
    send: (p) => phrase(`${p.moved('ether')} an ${p.to}`, 'senden', 'gesendet'),
    tokenTransfer: (p) => phrase(`${p.amount('tokens', 1)} an ${p.who(0)}`, 'senden', 'gesendet'),
    tokenApprove: (p) => phrase(`${p.who(0)} ${spendable(p, 1, 'tokens', 'beliebig viele Anteile')}`, 'freigeben', 'freigegeben'),
    tokenTransferFrom: (p) => phrase(`${p.amount('tokens', 2)} von ${p.who(0)} an ${p.who(1)}`, 'senden', 'gesendet'),
    mint: (p) => phrase(`${p.amount('tokens', 0)} für höchstens ${p.moved('ether')}`, 'kaufen', 'gekauft'),
    burn: (p) => phrase(`${p.amount('tokens', 0)} für mindestens ${p.amount('ether', 1)}`, 'verkaufen', 'verkauft'),
    donate: (p) => phrase(`${p.moved('ether')} in die Kasse`, 'geben', 'gegeben'),
    reputationTransfer: (p) => phrase(`${p.amount('reputation', 1)} an ${p.who(0)}`, 'senden', 'gesendet'),
    reputationApprove: (p) => phrase(`${p.who(0)} ${spendable(p, 1, 'reputation', 'beliebig viel Ansehen')}`, 'freigeben', 'freigegeben'),
    reputationTransferFrom: (p) => phrase(`${p.amount('reputation', 2)} von ${p.who(0)} an ${p.who(1)}`, 'senden', 'gesendet'),
    register: (p) => phrase(`${p.who(0)} als Mitglied`, 'aufnehmen', 'aufgenommen'),
    startRecovery: (p) => phrase(`Übergang der Mitgliedschaft von ${p.who(0)} an ${p.who(1)}`, 'beginnen', 'begonnen'),
    cancelRecovery: () => phrase('Wiederherstellung des eigenen Kontos', 'abbrechen', 'abgebrochen'),
    finishRecovery: (p) => phrase(`Übergang der Mitgliedschaft von ${p.who(0)}`, 'beenden', 'beendet'),
    propose: (p) => phrase(`Projekt über ${p.amount('ether', 0)}`, 'vorschlagen', 'vorgeschlagen'),
    advance: (p) => phrase(project(p), 'weiterführen', 'weitergeführt'),
    stake: (p) => phrase(`${p.currency(1)} in ${project(p)}`, 'einsetzen', 'eingesetzt'),
    unstake: (p) => phrase(`${p.currency(1)} aus ${project(p)}`, 'herausnehmen', 'herausgenommen'),
    submitTaskList: (p) => phrase(`Liste von ${p.uint(1) === 1n ? '1 Aufgabe' : `${p.uint(1)} Aufgaben`} für ${project(p)}`, 'einreichen', 'eingereicht'),
    supportTaskList: (p) => phrase(`Aufgabenliste ${p.who(1)} von ${project(p)}`, 'unterstützen', 'unterstützt'),
    claimTask: (p) => phrase(`${task(p)}, ${p.percent(2)} der Arbeit,`, 'übernehmen', 'übernommen'),
    submitEvidence: (p) => phrase(`Nachweis für ${task(p)}`, 'einreichen', 'eingereicht'),
    validate: (p) => (p.is(2) ? phrase(task(p), 'bestätigen', 'bestätigt') : phrase(task(p), 'ablehnen', 'abgelehnt')),
    settleTask: (p) => phrase(task(p), 'abrechnen', 'abgerechnet'),
    settleValidation: (p) => phrase(`Prüfung durch ${p.who(2)} von ${task(p)}`, 'abrechnen', 'abgerechnet'),
    settleStake: (p) => phrase(`Einsatz von ${p.who(1)} in ${project(p)}`, 'abrechnen', 'abgerechnet'),
    requestRights: (p) => phrase(`${p.currency(0)} als Stimmrechte`, 'binden', 'gebunden'),
    withdrawRights: (p) => phrase(`${p.currency(0)} an Stimmrechten`, 'lösen', 'gelöst'),
    commit: (p) => phrase(`Mit ${p.currency(2, 4)} über ${task(p)}`, 'verdeckt abstimmen', 'verdeckt abgestimmt'),
    reveal: (p) => phrase(`Stimme ${p.is(3) ? 'für' : 'gegen'} ${task(p)}`, 'aufdecken', 'aufgedeckt'),
    settleBallot: (p) => phrase(`Stimme von ${p.who(2)} zu ${task(p)}`, 'abrechnen', 'abgerechnet'),
    payDividend: (p) => phrase(`Dividende von ${p.moved('ether')}`, 'zahlen', 'gezahlt'),
    collectDividend: (p) => phrase(`Dividenden von ${p.who(0)}`, 'abholen', 'abgeholt'),
    withdraw: (p) => phrase(`${p.moved('ether')} zu ${p.who(0)} auf Ethereum`, 'mitnehmen', 'mitgenommen'),
    withdrawTokens: (p) => phrase(`${p.amount('tokens', 1)} zu ${p.who(0)} auf Ethereum`, 'mitnehmen', 'mitgenommen'),
  },
}
