// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Why bytes are not a proof of these keys under this root (state-machine/tree/multiproof.ts). MalformedKey: the keys do not
/// ascend, or leave a record no room in the ledger.
enum ProofFault {
    MalformedKey,
    Truncated,
    UnknownForm,
    MalformedCounts,
    TooDeep,
    Padding,
    ZeroSibling,
    TooFewKeys,
    TooManyKeys,
    WrongGroup,
    WrongOrder,
    SiblingAtJoin,
    NotMinimal,
    RootDiffers
}

/// The evidence is malformed: it convicts nobody.
error BadWitness(ProofFault fault);
