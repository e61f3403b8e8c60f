export const files = {
  absent: 'This node does not keep the file. The chain names it as', checked: 'Checked against the chain:', save: 'Save', photo: 'Photo, checked against the chain', document: 'A document: save it to read it.',
  kilobytes: '{{size}} kB', tooLarge: 'A file may have 5 MB at most.',
}
