import type { votes as english } from '../en/votes.ts'
import type { TextsOf } from '../texts.ts'

export const votes: TextsOf<typeof english> = {
  title: 'Abstimmungen', lead: 'Wo Mitglieder uneins sind, ob Arbeit getan ist, entscheiden alle mit Anteilen oder Ansehen: erst verdeckt, dann offen.', none: 'Keine offene Abstimmung', noneText: 'Eine beginnt, wenn eine Aufgabe sowohl bestätigt als auch abgelehnt wurde.',
  task: 'Aufgabe {{task}} von Projekt {{id}}', toProject: 'Zum Projekt', commitUntil: 'Abgestimmt wird', revealUntil: 'Aufgedeckt wird', question: 'Ist diese Arbeit getan?', evidence: 'Nachweis',
  phase: { commit: 'Abstimmung', reveal: 'Aufdecken', over: 'Vorbei' },
  how: 'Deine Stimme bleibt verdeckt, bis die Abstimmung vorbei ist. Dann deckst du sie auf; was nicht aufgedeckt wird, zählt nicht, kostet dich aber nichts.',
  choice: 'Deine Antwort', yes: 'Ja, sie ist getan', no: 'Nein, sie ist es nicht', currency: 'Stimmen mit', amount: 'Wie viel', rights: 'Davon sind {{amount}} schon als Stimmrechte gebunden.', free: 'Frei: {{amount}}',
  needRights: 'Zuerst müssen {{amount}} als Stimmrechte gebunden werden. Sie gelten in mehreren Abstimmungen zugleich und kommen danach zurück.', lock: 'Binden', lockWords: '{{amount}} als Stimmrechte binden', commit: 'Abstimmen', commitWords: 'Mit {{amount}} über Aufgabe {{task}} von Projekt {{id}} abstimmen: {{choice}}', again: 'Neu abstimmen', bad: 'Gib einen Betrag über null an, höchstens was du hast.',
  twice: 'Deine Wallet fragt zweimal: einmal nach der Unterschrift für das Geheimnis, einmal nach der Stimme.', mine: 'Meine Stimmen hier', hidden: 'Verdeckt: {{amount}}', opened: 'Aufgedeckt: {{amount}}',
  reveal: 'Meine Stimme aufdecken', revealWords: 'Meine Stimme zu Aufgabe {{task}} von Projekt {{id}} aufdecken', revealText: 'Das Geheimnis dazu wird in diesem Browser gesucht; fehlt es, stellt deine Wallet es neu her.', forgot: 'Deckst du bis dahin nicht auf, zählt die Stimme nicht. Verloren ist nichts: Was gebunden ist, kommt zurück.',
  kept: 'Das Geheimnis ist in diesem Browser aufbewahrt.', lost: 'Das Geheimnis ist nicht in diesem Browser. Decke trotzdem auf: Deine Wallet kann es höchstwahrscheinlich neu herstellen, oder nimm es aus deiner Datei.', save: 'Geheimnis als Datei speichern', load: 'Aus einer Datei nehmen', loaded: 'Das Geheimnis wurde übernommen.', badFile: 'Diese Datei enthält kein Geheimnis zu dieser Abstimmung.',
  back: { title: 'Stimmrechte', text: 'Was zum Abstimmen gebunden ist. Du bekommst zurück, was keine offene Abstimmung hält.', locked: 'Gebunden', held: 'Von offenen Abstimmungen gehalten', take: '{{amount}} zurückholen', words: '{{amount}} an Stimmrechten zurückholen', none: 'Nichts ist gebunden.' },
  settle: 'Freigeben, was sie hält', settleWords: 'Meine Stimme zu Aufgabe {{task}} von Projekt {{id}} abrechnen', past: 'Vergangene Abstimmungen', banner_one: 'Eine deiner Stimmen muss aufgedeckt werden, bevor sie zählt.', banner_other: '{{count}} deiner Stimmen müssen aufgedeckt werden, bevor sie zählen.', bannerGo: 'Aufdecken', noOne: 'Verbinde dich, um deine eigenen Stimmen zu sehen.',
}
