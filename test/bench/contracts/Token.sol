// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The mint rule of the community token as an ordinary contract
/// @notice What a chain with a virtual machine would run instead of our rules: the price, the premium on the buyer's holding and
/// the rounding of protocol.md section 2, one storage word an account, the same two events. It has none of the rest that an
/// account of ours carries (credits, dividends, fees to the pool), which is in its favour.
contract Token {
    error ZeroAmount();
    error AmountTooLarge();
    error CostAboveValue();
    error RefundRefused();

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Minted(address indexed buyer, uint256 amount, uint256 cost);

    struct Account {
        uint96 tokens;
        uint96 held;
    }

    struct Pool {
        uint96 ethers;
        uint96 escrowed;
        uint96 tokens;
        uint96 forfeited;
    }

    uint256 private constant BASE_PRICE = 5e13;
    uint256 private constant UNIT = 1e18;
    uint256 private constant LIMIT = 2 ** 96;

    mapping(address => Account) private accounts;
    Pool private pool;

    function totalSupply() external view returns (uint256) {
        return pool.tokens;
    }

    function mint(uint256 amount) external payable returns (uint256 cost) {
        if (amount == 0) revert ZeroAmount();
        if (amount >= LIMIT) revert AmountTooLarge();
        Pool memory before = pool;
        Account memory account = accounts[msg.sender];
        uint256 forfeited = forfeitedBeforeMint(before);
        cost = mintCost(before, forfeited, account.held, amount);
        if (cost > msg.value) revert CostAboveValue();
        uint256 tokens = before.tokens + amount;
        uint256 ethers = before.ethers + cost;
        if (tokens + forfeited >= LIMIT || ethers + before.escrowed >= LIMIT) revert AmountTooLarge();
        pool = Pool(uint96(ethers), before.escrowed, uint96(tokens), uint96(forfeited));
        accounts[msg.sender] = Account(uint96(account.tokens + amount), uint96(account.held + amount));
        emit Transfer(address(0), msg.sender, amount);
        emit Minted(msg.sender, amount, cost);
        refund(msg.value - cost);
    }

    /// The value is the most she pays: what is over goes back.
    function refund(uint256 rest) private {
        if (rest == 0) return;
        (bool success,) = msg.sender.call{value: rest}("");
        if (!success) revert RefundRefused();
    }

    function forfeitedBeforeMint(Pool memory before) private pure returns (uint256) {
        if (uint256(before.tokens) + before.forfeited > 0 || before.ethers == 0) return before.forfeited;
        return (before.ethers * UNIT + BASE_PRICE - 1) / BASE_PRICE;
    }

    /// ceil(n * Pn * (S + h + 2n) / (Pd * (S + n)))
    function mintCost(Pool memory before, uint256 forfeited, uint256 held, uint256 amount) private pure returns (uint256) {
        (uint256 numerator, uint256 denominator) = priceOf(before, forfeited);
        uint256 supply = before.tokens;
        uint256 weight = supply + (held < supply ? held : supply) + 2 * amount;
        return mulDivUp(amount * numerator, weight, denominator * (supply + amount));
    }

    function priceOf(Pool memory before, uint256 forfeited) private pure returns (uint256, uint256) {
        uint256 ethers = uint256(before.ethers) + before.escrowed;
        uint256 tokens = uint256(before.tokens) + forfeited;
        return tokens > 0 && ethers * UNIT >= BASE_PRICE * tokens ? (ethers, tokens) : (BASE_PRICE, UNIT);
    }

    /// ceil(a * b / d) for a < 2^193, b < 2^99, d < 2^194: b in two digits of 49 and 50 bits, so that nothing overflows.
    function mulDivUp(uint256 a, uint256 b, uint256 d) private pure returns (uint256) {
        uint256 high = a * (b >> 49);
        uint256 low = ((high % d) << 49) + a * (b & (2 ** 49 - 1));
        return ((high / d) << 49) + (low + d - 1) / d;
    }
}
