// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Kinds} from "../../../generated/Kinds.sol";
import {Bridge} from "../Bridge.sol";
import {Context} from "../Context.sol";
import {Token} from "../Token.sol";
import {Module} from "./Module.sol";

/// @title Rules of the token, the bridge and plain transfers
contract TokenModule is Module {
    /// @inheritdoc Module
    function dispatch(Context memory context, uint8 kind, address receiver, bytes calldata args)
        internal
        override
        returns (bool)
    {
        if (kind == Kinds.SEND) {
            Token.send(context, receiver);
        } else if (kind == Kinds.TOKEN_TRANSFER) {
            (address to, uint256 amount) = abi.decode(args, (address, uint256));
            Token.tokenTransfer(context, to, amount);
        } else if (kind == Kinds.TOKEN_APPROVE) {
            (address spender, uint256 amount) = abi.decode(args, (address, uint256));
            Token.tokenApprove(context, spender, amount);
        } else if (kind == Kinds.TOKEN_TRANSFER_FROM) {
            (address from, address to, uint256 amount) = abi.decode(args, (address, address, uint256));
            Token.tokenTransferFrom(context, from, to, amount);
        } else if (kind == Kinds.MINT) {
            Token.mint(context, abi.decode(args, (uint256)));
        } else if (kind == Kinds.BURN) {
            (uint256 amount, uint256 minProceeds) = abi.decode(args, (uint256, uint256));
            Token.burn(context, amount, minProceeds);
        } else if (kind == Kinds.DONATE) {
            Token.donate(context);
        } else if (kind == Kinds.WITHDRAW) {
            Bridge.withdraw(context, abi.decode(args, (address)));
        } else if (kind == Kinds.WITHDRAW_TOKENS) {
            (address to, uint256 amount) = abi.decode(args, (address, uint256));
            Bridge.withdrawTokens(context, to, amount);
        } else {
            return false;
        }
        return true;
    }
}
