// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Products that may pass 256 bits, mirror of state-machine/rules/arithmetic.ts
library Arithmetic {
    /// @notice floor(a·b / d); d > 0. The quotient fits into 256 bits: every caller says why where it is not plain.
    function mulDiv(uint256 a, uint256 b, uint256 d) internal pure returns (uint256) {
        unchecked {
            (uint256 high, uint256 low) = mul512(a, b);
            return high == 0 ? low / d : divide(high, low, mulmod(a, b, d), d);
        }
    }

    /// @notice ceil(a·b / d); d > 0. As `mulDiv`, and the quotient is below 2^256-1.
    function mulDivUp(uint256 a, uint256 b, uint256 d) internal pure returns (uint256) {
        unchecked {
            return mulDiv(a, b, d) + (mulmod(a, b, d) > 0 ? 1 : 0);
        }
    }

    function min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }

    /// @notice a·b as high·2^256 + low.
    /// @dev The product modulo 2^256-1 less the product modulo 2^256 is `high`, but for one borrow.
    function mul512(uint256 a, uint256 b) internal pure returns (uint256 high, uint256 low) {
        unchecked {
            low = a * b;
            uint256 rest = mulmod(a, b, type(uint256).max);
            high = rest - low - (rest < low ? 1 : 0);
        }
    }

    /// (high·2^256 + low - remainder) / d where d divides it and the quotient fits: division modulo 2^256 once d is odd.
    function divide(uint256 high, uint256 low, uint256 remainder, uint256 d) private pure returns (uint256) {
        unchecked {
            high -= remainder > low ? 1 : 0;
            low -= remainder;
            uint256 power = d & (0 - d);
            d /= power;
            // 2^256 / power, which is 0 (and then high counts for nothing) where power is 1.
            uint256 shifted = (0 - power) / power + 1;
            low = low / power | high * shifted;
            return low * inverse(d);
        }
    }

    /// The inverse of an odd number modulo 2^256: right in 4 bits, and each of Newton's steps doubles them.
    function inverse(uint256 d) private pure returns (uint256 x) {
        unchecked {
            x = (3 * d) ^ 2;
            for (uint256 bits = 4; bits < 256; bits *= 2) x *= 2 - d * x;
        }
    }
}
