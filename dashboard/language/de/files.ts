import type { files as english } from '../en/files.ts'
import type { TextsOf } from '../texts.ts'

export const files: TextsOf<typeof english> = {
  absent: 'Dieser Knoten bewahrt die Datei nicht auf. Die Kette nennt sie', checked: 'Mit der Kette verglichen:', save: 'Speichern', photo: 'Foto, mit der Kette verglichen', document: 'Ein Dokument: Speichern Sie es, um es zu lesen.',
  kilobytes: '{{size}} kB', tooLarge: 'Eine Datei darf höchstens 5 MB haben.',
}
