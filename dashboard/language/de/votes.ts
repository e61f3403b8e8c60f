import type { votes as english } from '../en/votes.ts'
import type { TextsOf } from '../texts.ts'

export const votes: TextsOf<typeof english> = {
  title: 'Abstimmungen', lead: 'Wo Mitglieder uneins sind, ob Arbeit getan ist, entscheiden alle mit Anteilen oder Ansehen: erst verdeckt, dann offen.', none: 'Keine offene Abstimmung', noneText: 'Eine beginnt, wenn eine Aufgabe sowohl bestätigt als auch abgelehnt wurde.',
  task: 'Aufgabe {{task}} von Projekt {{id}}', toProject: 'Zum Projekt', commitUntil: 'Abgestimmt wird bis', revealUntil: 'Aufgedeckt wird bis', question: 'Ist diese Arbeit getan?', evidence: 'Nachweis',
  phase: { commit: 'Abstimmung', reveal: 'Aufdecken', over: 'Vorbei' },
  how: 'Ihre Stimme bleibt verdeckt, bis die Abstimmung vorbei ist. Dann decken Sie sie auf; was nicht aufgedeckt wird, zählt nicht, kostet Sie aber nichts.',
  choice: 'Ihre Antwort', yes: 'Ja, sie ist getan', no: 'Nein, sie ist es nicht', currency: 'Stimmen mit', amount: 'Wie viel', rights: 'Schon als Stimmrechte gebunden: {{amount}}.', free: 'Frei: {{amount}}',
  needRights: 'Zuerst müssen {{amount}} als Stimmrechte gebunden werden. Sie gelten in mehreren Abstimmungen zugleich und kommen danach zurück.', lock: 'Binden', lockWords: '{{amount}} als Stimmrechte binden', commit: 'Abstimmen', commitWords: 'Mit {{amount}} über Aufgabe {{task}} von Projekt {{id}} abstimmen: {{choice}}', again: 'Neu abstimmen', bad: 'Geben Sie einen Betrag über null an, höchstens was Sie haben.',
  twice: 'Ihr Wallet fragt zweimal: einmal nach der Unterschrift für das Geheimnis, einmal nach der Stimme.', mine: 'Meine Stimmen hier', hidden: 'Verdeckt: {{amount}}', opened: 'Aufgedeckt: {{amount}}',
  reveal: 'Meine Stimme aufdecken', revealWords: 'Meine Stimme zu Aufgabe {{task}} von Projekt {{id}} aufdecken', revealText: 'Das Geheimnis dazu wird in diesem Browser gesucht; fehlt es, stellt Ihr Wallet es neu her.', forgot: 'Decken Sie bis dahin nicht auf, zählt die Stimme nicht. Verloren ist nichts: Was gebunden ist, kommt zurück.',
  kept: 'Das Geheimnis ist in diesem Browser aufbewahrt.', lost: 'Das Geheimnis ist nicht in diesem Browser. Decken Sie trotzdem auf: Ihr Wallet kann es höchstwahrscheinlich neu herstellen, oder nehmen Sie es aus Ihrer Datei.', save: 'Geheimnis als Datei speichern', load: 'Aus einer Datei nehmen', loaded: 'Das Geheimnis wurde übernommen.', badFile: 'Diese Datei enthält kein Geheimnis zu dieser Abstimmung.',
  back: { title: 'Stimmrechte', text: 'Was zum Abstimmen gebunden ist. Sie bekommen zurück, was keine offene Abstimmung hält.', locked: 'Gebunden', held: 'Von offenen Abstimmungen gehalten', take: '{{amount}} zurückholen', words: '{{amount}} an Stimmrechten zurückholen', none: 'Nichts ist gebunden.' },
  settle: 'Freigeben, was sie hält', settleWords: 'Meine Stimme zu Aufgabe {{task}} von Projekt {{id}} abrechnen', past: 'Vergangene Abstimmungen', banner_one: 'Eine Ihrer Stimmen muss aufgedeckt werden, bevor sie zählt.', banner_other: '{{count}} Ihrer Stimmen müssen aufgedeckt werden, bevor sie zählen.', bannerGo: 'Aufdecken', noOne: 'Verbinden Sie sich, um Ihre eigenen Stimmen zu sehen.',
}
