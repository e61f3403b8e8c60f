import type { explorer as english } from '../en/explorer.ts'
import type { TextsOf } from '../texts.ts'

export const explorer: TextsOf<typeof english> = {
  lead: 'Alles, was auf dieser Kette geschehen ist, in Worten: Blöcke, Transaktionen, Konten und die Stapel, mit denen Ethereum sie festhält.',
  search: { label: 'Suche', hint: 'Nummer eines Blocks oder Stapels, ein Hash oder eine Adresse', go: 'Suchen', again: 'Etwas anderes suchen', looking: 'Gesucht wird {{text}}' },
  none: { title: 'Nichts gefunden', text: 'Einen Block, einen Stapel, eine Transaktion oder ein Konto „{{text}}“ kennt dieser Knoten nicht. Ein Hash hat 64 Stellen nach 0x, eine Adresse 40; kopieren Sie ganz.', new: 'Eben erst gesendet? Dann ist es vielleicht noch nicht bei diesem Knoten.' },
  found: { title: 'Gefunden', number: 'Mehreres hat die Nummer {{number}}', l1: 'Das ist eine Transaktion auf Ethereum. Hier hat sie dies bewirkt:', waits: 'Sie wartet darauf, von der Kette gelesen zu werden.', skipped: 'Sie konnte nicht genommen werden.' },
  back: 'Explorer', newer: 'Neuere', older: 'Ältere', all: 'Alle', more: 'Mehr zeigen',
  blocks: { title: 'Blöcke', live: 'live', number: 'Block', age: 'Wann', count: 'Transaktionen', count_one: '{{count}} Transaktion', count_other: '{{count}} Transaktionen', gas: 'Gas', from: 'Blöcke {{first}} bis {{last}}', none: 'Noch keine Blöcke', noneText: 'Der erste kommt mit der ersten Einzahlung oder Transaktion.' },
  block: {
    title: 'Block {{number}}', time: 'Zeit', hash: 'Hash', parent: 'Vorgänger', state: 'Zustandswurzel', gas: 'Verbrauchtes Gas', batch: 'Stapel', noBatch: 'wird bald eingereicht', transactions: 'Transaktionen', none: 'Dieser Block enthält keine Transaktion.', missing: 'Diesen Block gibt es noch nicht', missingText: 'Der neueste ist {{number}}.',
    genesis: 'Der Anfang: die Gründungsdatei der Gemeinschaft, vereinbart, bevor etwas geschah.',
  },
  transaction: {
    title: 'Transaktion', what: 'Was sie tat', failed: 'Sie schlug fehl und hat nichts geändert als ihre Gebühr.', todo: 'Was zu tun ist', events: 'Was geschah, der Reihe nach', noEvents: 'Sie hinterließ keine Ereignisse.', facts: 'Einzelheiten', hash: 'Hash', block: 'Block', unchanged: 'Das freie Guthaben des Absenders blieb, wie es war.', place: 'Nummer {{index}} in Block {{block}}', time: 'Zeit', from: 'Von', to: 'An', value: 'Mitgesendetes Ether', fee: 'Gebühr', free: 'keine',
    gas: 'Gas', nonce: 'Nonce', input: 'Aufrufdaten', kind: 'Aufruf', status: 'Wie weit sie ist', changed: 'Was sie am Guthaben des Absenders änderte', operation: 'niemand: die Kette selbst, ohne Unterschrift', deposit: 'Ethereum, durch den Posteingang', waits: 'Sie wartet beim Sequenzer auf den nächsten Block.', project: 'Projekt {{id}}', refused: 'fehlgeschlagen',
  },
  contracts: { token: 'Anteile der Gemeinschaft', reputation: 'Ansehen und Mitglieder', projects: 'Projekte', voting: 'Abstimmungen', dividends: 'Dividenden', bridge: 'Brücke nach Ethereum', chain: 'Das Buch der Kette selbst' },
  address: {
    title: 'Konto', contract: 'Teil der Kette selbst', contractText: 'Niemand hat einen Schlüssel dazu: Es handelt allein nach den Regeln.', member: 'Mitglied', noMember: 'Kein Mitglied', ether: 'Ether', tokens: 'Anteile', reputation: 'Ansehen', held: '{{amount}} insgesamt', rights: 'Stimmrechte', dividend: 'Abzuholende Dividenden', nonce: 'Gesendete Transaktionen', credits: 'Freies Gas für heute', balances: 'Guthaben', history: 'Verlauf',
    moves: 'Diese Mitgliedschaft geht ab {{time}} an ein anderes Konto über.', none: 'Dieses Konto hat noch nichts berührt', noneText: 'Vielleicht ist es richtig und nur neu. Prüfen Sie jede Stelle zweimal, bevor Sie etwas dorthin senden.',
  },
  batches: { one: 'Block', title: 'Stapel auf Ethereum', number: 'Stapel', blocks: 'Blöcke', posted: 'Eingereicht', none: 'Auf Ethereum ist noch nichts', noneText: 'Der Sequenzer reicht in Stapeln ein, was er gebaut hat; der erste kommt von selbst.' },
  batch: {
    title: 'Stapel {{number}}', blocks: 'Blöcke', range: '{{first}} bis {{last}}', count_one: '{{count}} Block', count_other: '{{count}} Blöcke', noBlocks: 'keine', posted: 'Eingereicht', poster: 'Eingereicht von', l1Block: 'Ethereum-Block', l1Hash: 'Transaktion auf Ethereum', segments: 'Segmente', bytes: 'Bytes seiner Segmente', root: 'Zustandswurzel', claimant: 'Wer für die Wurzeln haftet', round: 'Neu behauptet', roundText: '{{count}}-mal, seit frühere Wurzeln ungültig wurden', inbox: 'Gelesene Posteingänge', missing: 'Diesen Stapel gibt es noch nicht', missingText: 'Der neueste ist {{number}}.', noneYet: 'Auf Ethereum ist noch nichts.',
    first: 'Stapel 0 steht für den Anfang: Er enthält keine Blöcke und ist von Beginn an endgültig.',
    status: {
      final: { name: 'Endgültig', text: 'Seine Wurzeln haben die Einspruchsfrist überstanden: Ethereum zahlt danach aus.' }, challengeable: { name: 'Anfechtbar', text: 'Seine Reihenfolge steht fest. Wer auf Ethereum bis {{time}} ({{relative}}) beweist, dass eine seiner Wurzeln falsch ist, macht sie ungültig.' },
      false: { name: 'Falsche Wurzeln', text: 'Dieser Knoten kommt auf andere Wurzeln, als eingereicht wurden. Jemand muss es auf Ethereum beweisen; keine Transaktion wird dadurch rückgängig.' }, void: { name: 'Ungültige Wurzeln', text: 'Seine Wurzeln sind als falsch bewiesen. Seine Transaktionen gelten; richtige Wurzeln müssen eingereicht werden und warten dann neu.' },
    },
    cost: {
      title: 'Was eine Anfechtung kostet', text: 'Eine Transaktion auf Ethereum führt ein Segment noch einmal aus und überführt, wer für eine falsche Wurzel haftet. Bei diesem Stapel:', most: 'Das teuerste Segment, höchstens', least: 'Das billigste Segment, höchstens', gas: '{{gas}} Gas', price: '{{amount}} ETH zum Gaspreis beim Einreichen',
      bound: 'Das sind Obergrenzen, errechnet aus den Regeln: Jeder Eintrag zählt, als hätte ihn jemand so tief vergraben, wie der Baum es zulässt, und jeder Aufruf, als ginge er seinen teuersten Weg. Wirkliche Beweise brauchen meist weit weniger.', blobs: 'Der Stapel liegt in Blobs: Das Segment dort zu öffnen ist eingerechnet.', calldata: 'Der Stapel liegt in Aufrufdaten.', unknown: 'Ob er in Aufrufdaten oder in Blobs liegt, weiß nur Ethereum, das dieser Knoten nicht fragen konnte: Gezeigt ist das Teurere.',
      posting: 'Das Einreichen brauchte', paid: 'und kostete',
    },
    table: { segment: 'Segment', block: 'Block', items: 'Inhalt', bytes: 'Bytes', gas: 'Beweis, höchstens', inbox: 'aus dem Posteingang', title: 'Segmente' }, unread: 'Dieser Knoten hat noch nicht jeden seiner Blöcke.',
  },
  latest: { title: 'Neueste Transaktionen', none: 'Noch ist nichts geschehen' },
}
