import type { files as english } from '../en/files.ts'
import type { TextsOf } from '../texts.ts'

export const files: TextsOf<typeof english> = {
  absent: 'Dieser Knoten bewahrt die Datei nicht auf. Die Chain nennt sie', checked: 'Mit der Chain verglichen:', save: 'Speichern', photo: 'Foto, mit der Chain verglichen', document: 'Ein Dokument: Speichere es, um es zu lesen.',
  kilobytes: '{{size}} kB', tooLarge: 'Eine Datei darf höchstens 5 MB haben.',
}
