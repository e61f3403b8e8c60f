import type { wallet as english } from '../en/wallet.ts'
import type { TextsOf } from '../texts.ts'

export const wallet: TextsOf<typeof english> = {
  passphrase: 'Passwort',
  account: {
    connect: 'Verbinden', connectTitle: 'Wer unterschreibt für Sie?', title: 'Ihr Konto', pageKey: 'Schlüssel dieser Seite', member: 'Mitglied', yes: 'Ja', no: 'Noch nicht',
    ether: 'Ether hier', tokens: 'Freie Anteile', reputation: 'Freies Ansehen', leave: 'Trennen', save: 'Schlüssel als Datei sichern',
    forget: 'Schlüssel aus diesem Browser entfernen', forgetSure: 'Ohne gesicherte Datei und ihr Passwort sind dieses Konto und alles, was es hält, für immer verloren.', forgetGo: 'Trotzdem entfernen',
  },
  connect: {
    text: 'Durch das Verbinden wird nichts gesendet und nichts bezahlt: Die Seite erfährt nur Ihre Adresse.', browser: 'Wallet dieses Browsers', asked: 'Sehen Sie in Ihr Wallet: Es fragt Sie',
    kept: 'Weiter mit dem gemerkten Schlüssel', keptText: 'Er ist gesperrt, bis Sie unterschreiben', key: 'Ein Schlüssel dieser Seite', keyText: 'Ohne Wallet: hier verschlüsselt gemerkt, und zum Mitnehmen',
    none: 'In diesem Browser wurde kein Wallet gefunden. Sie brauchen keines: Ein Schlüssel dieser Seite kann dasselbe.',
  },
  unlock: { text: 'Der Schlüssel dieser Seite unterschreibt für Sie. Er ist verschlüsselt; Ihr Passwort öffnet ihn für diesen Besuch.', go: 'Entsperren', busy: 'Wird entsperrt …' },
  key: {
    ways: 'Neu oder vorhanden', make: 'Neuer Schlüssel', import: 'Ich habe eine Datei', makeText: 'Der Schlüssel entsteht hier und verlässt diesen Browser nur verschlüsselt. Sichern Sie ihn danach als Datei: Niemand kann ihn für Sie wiederherstellen.',
    rule: 'Mindestens {{count}} Zeichen. Ein Satz ist leicht zu merken und schwer zu erraten.', again: 'Das Passwort noch einmal', differs: 'Diese beiden sind verschieden.', busy: 'Wird verschlüsselt …', makeGo: 'Schlüssel machen',
    importText: 'Eine Keystore-Datei (Version 3) von dieser Seite, von geth oder einem anderen Wallet.', file: 'Keystore-Datei', importGo: 'Übernehmen', back: 'Zurück',
  },
  l1: {
    why: 'Was Ethereum selbst berührt, etwa Ether mit einem Schlüssel dieser Seite herzubringen oder einen Kontostand selbst zu prüfen, braucht einen Ethereum-Knoten, dem Sie trauen. Bis Sie einen angeben, fragt diese Seite nur den Knoten Ihrer Gemeinschaft.',
    label: 'Adresse eines Ethereum-Knotens (JSON-RPC)', proposed: 'Vorschlag des Betreibers dieses Knotens. Jeder andere desselben Netzes tut es auch.', hint: 'Er muss Anfragen von Webseiten zulassen.', bad: 'Das ist keine Adresse, die mit http:// oder https:// beginnt.',
    use: 'Verwenden', forget: 'Vergessen',
  },
}
