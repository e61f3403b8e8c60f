import type { join as english } from '../en/join.ts'
import type { TextsOf } from '../texts.ts'

export const join: TextsOf<typeof english> = {
  lead: 'Ein Mitglied arbeitet, prüft die Arbeit anderer und stimmt ab. Beitreten kostet nichts: Die ersten Gebühren zahlt die Gemeinschaft.',
  step1: 'Wer für Sie unterschreibt', step2: 'Ihre Mitgliedschaft', given: 'Was es Ihnen gibt', costs: 'Was es kostet',
  as: 'Sie unterschreiben als', reputation: 'Ansehen zum Anfang', reputationText: 'Ihre Stimme und Ihr Pfand: Es wird durch Arbeit verdient und lässt sich weder kaufen noch verschenken.',
  ether: 'Ether für Gebühren', etherText: 'Genug für Jahre. Es kommt aus der gemeinsamen Kasse.', noEther: 'Die Kasse kann gerade keines entbehren; die Gebühren sind winzig, und andere können Ihnen welches senden.',
  nothing: 'Nichts', nothingText: 'Kein Geld, keine Gebühr, und keine Daten außer der Adresse Ihres Kontos.',
  open: 'Diese Gemeinschaft nimmt alle auf, die fragen.', invited: 'Diese Gemeinschaft nimmt auf, wer eingeladen wurde. Die Registratur hat Ihnen eine Einladung gegeben.', invitation: 'Ihre Einladung', invitationHint: 'So, wie Sie sie bekommen haben: Sie gilt für ein Konto, ein einziges Mal.',
  manual: 'Dieser Knoten nimmt Mitglieder nicht selbst auf. Bitten Sie die Registratur der Gemeinschaft um eine Unterschrift für Ihr Konto, und fügen Sie ein, was Sie bekommen.', request: 'Senden Sie der Registratur Ihre Adresse:',
  identity: 'Identität', deadline: 'Gültig bis (Unix-Sekunden)', signature: 'Unterschrift', bad: 'Das sieht nicht vollständig aus.', go: 'Der Gemeinschaft beitreten', words: 'Mitglied von {{name}} werden',
  done: 'Sie sind Mitglied', doneText: 'Willkommen. Das tut ein Mitglied hier:', doneMoney: 'Geld einlegen oder herausnehmen', doneProjects: 'Arbeit finden oder vorschlagen', keep: 'Sichern Sie jetzt Ihren Schlüssel',
  keepText: 'Der Schlüssel ist nur in diesem Browser. Sichern Sie ihn als Datei, bevor er etwas hält: Niemand kann ihn für Sie wiederherstellen.', since: 'Ihr Konto', noWallet: 'Wählen Sie zuerst oben, wer für Sie unterschreibt.',
}
