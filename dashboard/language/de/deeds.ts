/** What a kind of transaction is called, where the node's own words are English. By the names of KINDS. */
export const deeds = {
  send: 'Ether gesendet', tokenTransfer: 'Anteile gesendet', tokenApprove: 'Anteile freigegeben', tokenTransferFrom: 'Anteile im Auftrag gesendet', mint: 'Anteile gekauft', burn: 'Anteile verkauft', donate: 'In die Kasse gegeben',
  reputationTransfer: 'Ansehen senden', reputationApprove: 'Ansehen freigeben', reputationTransferFrom: 'Ansehen senden', register: 'Mitglied geworden', startRecovery: 'Wiederherstellung begonnen', cancelRecovery: 'Wiederherstellung abgebrochen', finishRecovery: 'Wiederherstellung beendet',
  propose: 'Projekt vorgeschlagen', advance: 'Projekt weitergeführt', stake: 'In ein Projekt eingesetzt', unstake: 'Einsatz herausgenommen', submitTaskList: 'Aufgabenliste eingereicht', supportTaskList: 'Aufgabenliste unterstützt', claimTask: 'Aufgabe übernommen', submitEvidence: 'Nachweis eingereicht',
  validate: 'Arbeit geprüft', settleTask: 'Aufgabe abgerechnet', settleValidation: 'Prüfung abgerechnet', settleStake: 'Einsatz abgerechnet', requestRights: 'Stimmrechte gebunden', withdrawRights: 'Stimmrechte gelöst', commit: 'Verdeckt abgestimmt', reveal: 'Stimme aufgedeckt', settleBallot: 'Stimme abgerechnet',
  payDividend: 'Dividende gezahlt', collectDividend: 'Dividenden abgeholt', withdraw: 'Ether nach Ethereum mitgenommen', withdrawTokens: 'Anteile nach Ethereum mitgenommen', deposit: 'Von Ethereum gekommen', tokenDeposit: 'Anteile von Ethereum gekommen',
}
