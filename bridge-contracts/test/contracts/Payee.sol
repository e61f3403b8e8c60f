// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;


/// A payee that takes ether only when it likes, and, when told to, calls what it was told while it is being paid.
contract Payee {
    bool public willing;
    address public target;
    bytes public call;
    bool public callWorked;

    function setWilling(bool willing_) external {
        willing = willing_;
    }

    function setCall(address target_, bytes calldata call_) external {
        target = target_;
        call = call_;
    }

    /// Calls as this contract.
    function run(address to, bytes calldata data) external payable {
        (bool worked, bytes memory answer) = to.call{value: msg.value}(data);
        if (!worked) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    receive() external payable {
        if (!willing) revert Unwilling();
        if (target == address(0)) return;
        (callWorked,) = target.call(call);
    }

    error Unwilling();
}
