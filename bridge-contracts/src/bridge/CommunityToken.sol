// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ICommunityToken} from "../interfaces/ICommunityToken.sol";

/// @title The community token on L1
contract CommunityToken is ERC20Permit, ICommunityToken {
    /// @inheritdoc ICommunityToken
    address public immutable bridge;

    /// The bridge deploys this contract, from code in which name and symbol stand already: those of the genesis.
    constructor(string memory name_, string memory symbol_) ERC20(name_, symbol_) ERC20Permit(name_) {
        bridge = msg.sender;
    }

    modifier onlyBridge() {
        if (msg.sender != bridge) revert NotTheBridge(msg.sender);
        _;
    }

    /// @inheritdoc ICommunityToken
    function mint(address to, uint256 amount) external onlyBridge {
        _mint(to, amount);
    }

    /// @inheritdoc ICommunityToken
    function burn(address from, uint256 amount) external onlyBridge {
        _burn(from, amount);
    }
}
